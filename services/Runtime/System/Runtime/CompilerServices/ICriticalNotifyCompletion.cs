// The same; there is no context here that could be omitted.

namespace System.Runtime.CompilerServices;

public interface ICriticalNotifyCompletion : INotifyCompletion
{
    void UnsafeOnCompleted(Action continuation);
}
