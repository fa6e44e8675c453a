// Waiting by the clock: the kernel's on the target, a record in tests.

namespace RustKernel;

/// <summary>Lets time pass.</summary>
public interface IPause
{
    /// <summary>Comes back when at least <paramref name="count"/> milliseconds have passed.</summary>
    void Milliseconds(uint count);
}
