using System;
using System.Text;
using RustKernel.Services.Web.Http;

namespace RustKernel.Services.Web.Pages;

/// <summary>The page /metrics, in Prometheus' text format, version 0.0.4.</summary>
public sealed class MetricsPage
{
    /// <summary>Its media type.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";
    private const string Prefix = "rustkernel_";
    private readonly StringBuilder _text = new();

    private MetricsPage()
    {
    }

    /// <summary>The page.</summary>
    public static string Make(MachineReport report)
    {
        MetricsPage page = new();
        page.Machine(report);
        page.Services(report);
        page.Network(report.Network);
        page.Server(report.Traffic);
        return page._text.ToString();
    }

    /// <summary>Escapes a text for a label's value.</summary>
    internal static string Escape(string text) => text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n");

    private void Machine(MachineReport report)
    {
        Gauge("uptime_seconds", "Seconds since start.", Thousandths(report.Milliseconds));
        Gauge("cpus", "CPUs that run threads.", report.Cpus.ToString());
        Gauge("memory_bytes", "Memory of the machine.", report.TotalBytes.ToString());
        Gauge("memory_free_bytes", "Memory that is free.", report.FreeBytes.ToString());
    }

    private void Services(MachineReport report)
    {
        Each(report, "service_running", "gauge", "1: it runs.", state => state.IsRunning ? "1" : "0");
        Each(report, "service_restarts_total", "counter", "How often it was started again.", state => state.Restarts.ToString());
        Each(report, "service_memory_bytes", "gauge", "Memory in use.", state => (state.FramesUsed * report.FrameBytes).ToString());
        Each(report, "service_memory_limit_bytes", "gauge", "Memory that it may use.",
            state => (state.FramesLimit * report.FrameBytes).ToString());
        Each(report, "service_cpu_seconds_total", "counter", "Time that it ran.",
            state => Thousandths(state.CpuTicks * 1000 / report.Hertz));
        Each(report, "service_handles", "gauge", "Handles.", state => state.Handles.ToString());
        Each(report, "service_queued", "gauge", "Requests that wait at its port.", state => state.Queued.ToString());
    }

    private void Network(NetworkCounts counts)
    {
        Counter("network_frames_received_total", "Frames that came.", counts.FramesReceived);
        Counter("network_frames_sent_total", "Frames that went.", counts.FramesSent);
        Counter("network_discarded_total", "Frames and packets that were malformed or not for this host.", counts.Discarded);
        Counter("network_checksum_errors_total", "Packets whose checksum was wrong.", counts.ChecksumErrors);
        Counter("network_tcp_segments_received_total", "TCP segments that came.", counts.SegmentsReceived);
        Counter("network_tcp_segments_sent_total", "TCP segments that went for the first time.", counts.SegmentsSent);
        Counter("network_tcp_segments_retransmitted_total", "TCP segments that went again.", counts.SegmentsRetransmitted);
        Counter("network_tcp_resets_sent_total", "TCP resets that went.", counts.ResetsSent);
        Gauge("network_tcp_connections", "TCP connections that are not closed.", counts.Connections.ToString());
    }

    private void Server(HttpTraffic traffic)
    {
        Counter("http_connections_total", "HTTP connections accepted.", traffic.Accepted);
        Gauge("http_connections", "HTTP connections that are open.", traffic.Connections.ToString());
        Counter("http_answers_total", "HTTP answers.", traffic.Answers);
        Counter("http_refusals_total", "HTTP answers with a status of 400 or more.", traffic.Refusals);
        Counter("http_sent_bytes_total", "Bytes that HTTP sent.", traffic.BytesSent);
    }

    private static string Thousandths(ulong value) => $"{value / 1000}.{value % 1000:000}";

    private void Gauge(string name, string help, string value)
    {
        Head(name, "gauge", help);
        _ = _text.Append(Prefix).Append(name).Append(' ').Append(value).Append('\n');
    }

    private void Counter(string name, string help, long value)
    {
        Head(name, "counter", help);
        _ = _text.Append(Prefix).Append(name).Append(' ').Append(value).Append('\n');
    }

    private void Each(MachineReport report, string name, string type, string help, Func<ServiceState, string> value)
    {
        Head(name, type, help);
        foreach (ServiceState state in report.Services)
        {
            _ = _text.Append(Prefix).Append(name).Append("{service=\"").Append(Escape(state.Name)).Append("\"} ").Append(value(state))
                .Append('\n');
        }
    }

    private void Head(string name, string type, string help) => _text.Append("# HELP ").Append(Prefix).Append(name).Append(' ')
        .Append(help).Append("\n# TYPE ").Append(Prefix).Append(name).Append(' ').Append(type).Append('\n');
}
