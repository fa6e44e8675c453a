// As .NET's, without LongRunning and AttachedToParent: a continuation runs on the loop of the thread that requested it, and a task has no
// parent.

namespace System.Threading.Tasks;

[Flags]
public enum TaskContinuationOptions
{
    None = 0,
    PreferFairness = 1,
    DenyChildAttach = 8,
    HideScheduler = 16,
    LazyCancellation = 32,
    RunContinuationsAsynchronously = 64,
    NotOnRanToCompletion = 65536,
    NotOnFaulted = 131072,
    OnlyOnCanceled = 196608,
    NotOnCanceled = 262144,
    OnlyOnFaulted = 327680,
    OnlyOnRanToCompletion = 393216,
    ExecuteSynchronously = 524288,
}
