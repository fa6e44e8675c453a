// A service without a process: requests are plain calls.

using RustKernel.User;

namespace RustKernel.Services;

/// <summary>Every service knows the calling client.</summary>
public abstract class Service
{
    /// <summary>The caller from now on: the badge that Init gives a client.</summary>
    public static ulong Caller { get; set; } = 1;

    protected Badge Badge => new(Caller);

    protected Handle<Port> Port => default;

    protected virtual void OnBits(ulong bits)
    {
    }

    protected virtual void OnQuestion()
    {
    }

    protected virtual void OnSignal(Badge badge)
    {
    }

    private protected void Serve(object dispatcher) => _ = dispatcher;

    /// <summary>Its timer.</summary>
    internal void Tick() => OnSignal(default);

    /// <summary>Init's regular question.</summary>
    internal void Ask() => OnQuestion();
}
