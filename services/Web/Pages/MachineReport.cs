using System;
using System.Collections.Generic;
using RustKernel.Services.Web.Http;

namespace RustKernel.Services.Web.Pages;

/// <summary>The machine's figures at one moment.</summary>
public sealed class MachineReport
{
    /// <summary>Milliseconds since start.</summary>
    public ulong Milliseconds { get; init; }

    /// <summary>The time of day, if the machine knows it.</summary>
    public DateTime? Now { get; init; }

    /// <summary>CPUs that run threads.</summary>
    public ulong Cpus { get; init; }

    /// <summary>Free bytes of memory.</summary>
    public ulong FreeBytes { get; init; }

    /// <summary>Bytes of memory.</summary>
    public ulong TotalBytes { get; init; }

    /// <summary>Bytes of a frame.</summary>
    public ulong FrameBytes { get; init; }

    /// <summary>Ticks of the counter in a second.</summary>
    public ulong Hertz { get; init; }

    /// <summary>ADDRESS/PREFIX via GATEWAY; empty: there is none.</summary>
    public string Address { get; init; } = "";

    /// <summary>All services, Init last.</summary>
    public List<ServiceState> Services { get; init; } = new();

    /// <summary>What the stack counted.</summary>
    public NetworkCounts Network { get; init; }

    /// <summary>What this server counted.</summary>
    public HttpTraffic Traffic { get; init; } = new();

    /// <summary>The last lines of the log.</summary>
    public string Log { get; init; } = "";
}
