using System.Text;

namespace RustKernel.Services.Web.Pages;

/// <summary>The page / for a person: services, memory, the end of the log.</summary>
public static class StatusPage
{
    private const ulong Kib = 1024;

    /// <summary>The page.</summary>
    public static string Make(MachineReport report)
    {
        StringBuilder body = new();
        ulong seconds = report.Milliseconds / 1000;
        string now = report.Now is { } day ? $"{day:yyyy-MM-dd HH:mm:ss} UTC, " : "";
        string address = report.Address.Length == 0 ? "" : $" Address: {Html.Escape(report.Address)}.";
        ulong used = report.TotalBytes - report.FreeBytes;
        _ = body.Append($"<p>{now}up {seconds / 3600}:{seconds / 60 % 60:00}:{seconds % 60:00}, {report.Cpus} CPU")
            .Append(report.Cpus == 1 ? "." : "s.").Append(address).Append("</p>\n")
            .Append($"<p>Memory: {used / Kib} of {report.TotalBytes / Kib} KiB in use.</p>\n")
            .Append("<p><a href=\"/files/\">Files</a> &middot; <a href=\"/metrics\">Metrics</a></p>\n");
        Services(body, report);
        _ = body.Append("<h2>Log</h2>\n<pre>").Append(Html.Escape(report.Log)).Append("</pre>\n");
        return Html.Page("RustKernel", body.ToString());
    }

    private static void Services(StringBuilder body, MachineReport report)
    {
        _ = body.Append("<h2>Services</h2>\n<table>\n<tr><th>Name</th><th>State</th><th class=\"n\">Restarts</th>")
            .Append("<th class=\"n\">Memory KiB</th><th class=\"n\">Limit KiB</th><th class=\"n\">CPU ms</th></tr>\n");
        foreach (ServiceState state in report.Services)
        {
            string running = state.IsRunning ? "running" : state.IsGivenUp ? "stopped" : state.Restarts > 0 ? "waiting" : "idle";
            _ = body.Append($"<tr><td>{Html.Escape(state.Name)}</td><td>{running}</td><td class=\"n\">{state.Restarts}</td>")
                .Append($"<td class=\"n\">{state.FramesUsed * report.FrameBytes / Kib}</td>")
                .Append($"<td class=\"n\">{state.FramesLimit * report.FrameBytes / Kib}</td>")
                .Append($"<td class=\"n\">{state.CpuTicks * 1000 / report.Hertz}</td></tr>\n");
        }

        _ = body.Append("</table>\n");
    }
}
