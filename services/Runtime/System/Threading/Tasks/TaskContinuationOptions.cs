// As .NET's, but LongRunning and AttachedToParent: what follows runs on the loop of the thread that asked, and a task knows no parent.

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
