// A service without a process: a call is a call.

namespace RustKernel.Services;

/// <summary>Every service knows the one client that there is.</summary>
public abstract class Service
{
    protected Badge Badge => new(1);

    protected abstract void OnBits(ulong bits);

    protected abstract void OnQuestion();

    private protected void Serve(FileSystemDispatcher dispatcher) => _ = dispatcher;

    /// <summary>Init's question, which comes now and then.</summary>
    internal void Ask() => OnQuestion();
}
