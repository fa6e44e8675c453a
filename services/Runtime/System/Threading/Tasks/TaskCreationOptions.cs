// As .NET's, but AttachedToParent: a task knows no parent, and the compiler says so.

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
