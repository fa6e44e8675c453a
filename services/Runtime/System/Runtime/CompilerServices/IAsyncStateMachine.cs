// What the compiler makes of an async method.

namespace System.Runtime.CompilerServices;

public interface IAsyncStateMachine
{
    void MoveNext();

    void SetStateMachine(IAsyncStateMachine stateMachine);
}
