namespace RustKernel.Services.Internet.Tcp;

/// <summary>What is kept of a connection in TIME-WAIT: enough to answer late segments. [RFC 9293 3.6, RFC 6191]</summary>
internal readonly record struct TimeWaitState(
    uint Number, uint Next, uint Window, ushort WindowField, bool HasTimestamps, uint RecentTimestamp, uint TimestampOffset);
