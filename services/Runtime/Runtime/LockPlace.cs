// A thread's place in the list of one lock. Never freed, like the thread's block that contains it.

namespace RustKernel.Runtime;

/// <summary>
/// One for each lock for which the thread has ever waited: it may still be in the list of one while it waits for another.
/// </summary>
internal unsafe struct LockPlace
{
    // SAFETY (whole type): places live as long as the process; the list's atomics order what is written here.
    /// <summary>The next place in the list.</summary>
    internal LockPlace* Next;

    /// <summary>The thread.</summary>
    internal ThreadBlock* Thread;

    /// <summary>The lock's address; 0: free. Only the thread sets it, once.</summary>
    internal nint Lock;

    /// <summary>It is in the list.</summary>
    internal int IsQueued;

    /// <summary>The thread waits for this lock.</summary>
    internal int IsWaiting;
}
