using System;
using System.Collections.Generic;
using RustKernel.Services.Internet;
using RustKernel.Services.Web.Http;
using RustKernel.Services.Web.Pages;
using RustKernel.User;

namespace RustKernel.Services.Web;

/// <summary>
/// Asks the kernel, Init, the stack and Log for what the pages show. If one does not answer within a second, its part stays empty.
/// </summary>
internal sealed class Machine(HttpTraffic traffic)
{
    private const ulong FrameBytes = 4096;
    private const ulong AnswerMilliseconds = 1000;
    private readonly NetworkClient _net = new(InitClient.PortOf("net")) { TimeoutTicks = Own.Ticks(AnswerMilliseconds) };
    private readonly LogTail _log = new();

    /// <summary>The time of day; null: the machine has only the counter, which does not know the date.</summary>
    internal static DateTime? Now => Kernel.SystemInfo(SystemItem.WallStart) == 0 ? null : DateTime.UtcNow;

    /// <summary>The current figures; with <paramref name="withLog"/> also the log.</summary>
    internal MachineReport Report(bool withLog)
    {
        _ = _net.Counts(out NetworkCounts counts);
        return new MachineReport
        {
            Milliseconds = Own.Milliseconds,
            Now = Now,
            Cpus = Kernel.SystemInfo(SystemItem.CpuCount),
            FreeBytes = Kernel.SystemInfo(SystemItem.FreeFrames) * FrameBytes,
            TotalBytes = Kernel.SystemInfo(SystemItem.TotalFrames) * FrameBytes,
            FrameBytes = FrameBytes,
            Hertz = Own.Hertz,
            Address = Address(),
            Services = Services(),
            Network = counts,
            Traffic = traffic,
            Log = withLog ? _log.Read() : "",
        };
    }

    private static List<ServiceState> Services()
    {
        List<ServiceState> services = new();
        while (InitClient.Describe(services.Count) is ServiceState state)
        {
            services.Add(state);
        }

        return services;
    }

    private string Address()
    {
        if (_net.Describe(out NetworkState state) != ErrorCode.None || state.PrefixLength == 0)
        {
            return "";
        }

        InternetAddress gateway = state.Gateway.ToEndPoint().Address;
        return $"{state.Address.ToEndPoint().Address}/{state.PrefixLength}{(gateway.IsNone ? "" : $" via {gateway}")}";
    }
}
