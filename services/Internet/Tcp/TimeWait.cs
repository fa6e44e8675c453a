namespace RustKernel.Services.Internet.Tcp;

/// <summary>A closed connection in TIME-WAIT: holds its ports for twice the maximum segment lifetime; no owner, no rings.</summary>
internal sealed class TimeWait(TcpEngine engine, TcpKey key, TimeWaitState state) : TimedItem
{
    public TcpKey Key => key;

    public TimeWaitState State => state;

    /// <summary>The one that ends before this one, in <see cref="TimeWaitList"/>.</summary>
    public TimeWait? Before { get; set; }

    /// <summary>The one that ends after this one, in <see cref="TimeWaitList"/>.</summary>
    public TimeWait? After { get; set; }

    public override void OnDeadline(long now) => engine.EndTimeWait(this);
}
