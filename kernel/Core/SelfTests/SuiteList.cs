// The suites of a kernel image; the composition root makes the list.

using RustKernel.Diagnostics;

namespace RustKernel.SelfTests;

/// <summary>All suites of this image: those of <c>test=all</c>, in its order, then those that run only by name.</summary>
public abstract class SuiteList
{
    /// <summary>How many suites there are.</summary>
    public abstract int Count { get; }

    /// <summary>How many of the first ones belong to <c>test=all</c>; the rest take long.</summary>
    public virtual int CountOfAll => Count;

    /// <summary>Suite <paramref name="index"/>, 0 to Count - 1.</summary>
    public abstract TestSuite At(int index);

    /// <summary>Writes all names to the console, each after a space. Context: thread.</summary>
    public virtual void WriteNames()
    {
        for (int i = 0; i < Count; i++)
        {
            KernelConsole.Write(" "u8);
            KernelConsole.Write(At(i).Name);
        }
    }
}
