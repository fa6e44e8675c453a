// A connection that is over but for what may come late.

namespace RustKernel.Services.Internet.Tcp;

/// <summary>Holds the ports of a closed connection for twice the maximum segment lifetime; no owner, no rings.</summary>
internal sealed class TimeWait(TcpEngine engine, TcpKey key, TimeWaitState state) : TimedItem
{
    public TcpKey Key => key;

    public TimeWaitState State => state;

    /// <summary>The rest that ends before this one, in <see cref="TimeWaitList"/>.</summary>
    public TimeWait? Before { get; set; }

    /// <summary>The rest that ends after this one, in <see cref="TimeWaitList"/>.</summary>
    public TimeWait? After { get; set; }

    public override void OnDeadline(long now) => engine.EndTimeWait(this);
}
