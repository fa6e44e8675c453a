// As .NET's, without AttachedToParent: a task has no parent, and the compiler reports that.

namespace System.Threading.Tasks;

[Flags]
public enum TaskCreationOptions
{
    None = 0,
    PreferFairness = 1,
    LongRunning = 2,
    DenyChildAttach = 8,
    HideScheduler = 16,
    RunContinuationsAsynchronously = 64,
}
