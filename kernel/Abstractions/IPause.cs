namespace RustKernel;

/// <summary>Waits by the clock: the kernel's on the target, a recording one in tests.</summary>
public interface IPause
{
    /// <summary>Returns when at least <paramref name="count"/> milliseconds have passed.</summary>
    void Milliseconds(uint count);
}
