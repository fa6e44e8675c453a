// A thread's place in the list of one lock. Never given back, as the thread's block that it is in.

namespace RustKernel.Runtime;

/// <summary>
/// One for each lock that the thread ever waited for: a thread may still be in the list of one while it waits for another.
/// </summary>
internal unsafe struct LockPlace
{
    // SAFETY (whole type): places live as long as the process; the list's atomics order what is written here.
    /// <summary>The next place in the list.</summary>
    internal LockPlace* Next;

    /// <summary>The thread.</summary>
    internal ThreadBlock* Thread;

    /// <summary>The lock's address; 0: free. The thread alone sets it, once.</summary>
    internal nint Lock;

    /// <summary>It is in the list.</summary>
    internal int IsQueued;

    /// <summary>The thread waits for this lock.</summary>
    internal int IsWaiting;
}
