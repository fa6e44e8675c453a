// Shows a netboot session while it runs.

using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using RustKernel.Flash.Dhcp;
using RustKernel.Flash.Netboot;
using RustKernel.Flash.Tftp;
using Spectre.Console;

namespace RustKernel.Hil.Cli;

/// <summary>On a terminal a table of boards with the latest reports below; elsewhere one line a report.</summary>
internal sealed class NetbootDisplay : INetbootLog, IDisposable
{
    private const int ShownReports = 12;
    private static readonly TimeSpan s_refresh = TimeSpan.FromMilliseconds(250);
    private readonly ConcurrentQueue<string> _reports = new();
    private readonly Queue<string> _latest = new();
    private readonly Dictionary<string, string> _diagnoses = [];
    private readonly JsonLines? _json;

    /// <summary>A display that also writes JSON lines to <paramref name="json"/>, if given.</summary>
    public NetbootDisplay(string? json) => _json = json is null ? null : new JsonLines(json, _reports.Enqueue);

    /// <inheritdoc/>
    public void Dispose() => _json?.Dispose();

    /// <inheritdoc/>
    public void Dhcp(DhcpEvent report)
    {
        _reports.Enqueue($"{report.Mac} {report.Board}: {report.Kind}, {report.Text}");
        _json?.Add(new { time = DateTimeOffset.UtcNow, dhcp = $"{report.Kind}", mac = report.Mac, address = $"{report.Address}", board = report.Board, serial = report.Serial, text = report.Text });
    }

    /// <inheritdoc/>
    public void Tftp(TftpRequestRecord request)
    {
        _reports.Enqueue($"{request}");
        _json?.Add(new { time = DateTimeOffset.UtcNow, tftp = $"{request.Verdict}", client = $"{request.Client}", file = request.File, size = request.Size, options = request.Options, seconds = (request.Ended - request.Began).TotalSeconds, sent_again = request.Retransmissions, reason = request.Reason });
    }

    /// <summary>Shows <paramref name="session"/> until <paramref name="end"/>.</summary>
    public void Run(INetbootSession session, string title, CancellationToken end)
    {
        if (Console.IsOutputRedirected || Environment.GetEnvironmentVariable("TERM") is null or "dumb")
        {
            Console.WriteLine(title);
            do
                PrintReports(session);
            while (!end.WaitHandle.WaitOne(s_refresh));
            PrintReports(session);
            return;
        }

        AnsiConsole.Live(Draw(session, title)).Start(live =>
        {
            do
            {
                live.UpdateTarget(Draw(session, title));
                live.Refresh();
            }
            while (!end.WaitHandle.WaitOne(s_refresh));
        });
    }

    private void PrintReports(INetbootSession session)
    {
        while (_reports.TryDequeue(out string? report))
            Console.WriteLine(report);
        List<string> changed = [];
        session.Inspect((_, now) =>
        {
            foreach (Board board in session.Boards.Boards)
            {
                string diagnosis = Diagnosis.Of(board, now);
                if (diagnosis.Length > 0 && _diagnoses.GetValueOrDefault(board.Key) != diagnosis)
                    changed.Add($"{board.Key}: {diagnosis}");
                _diagnoses[board.Key] = diagnosis;
            }
        });
        changed.ForEach(Console.WriteLine);
    }

    private Rows Draw(INetbootSession session, string title)
    {
        while (_reports.TryDequeue(out string? report))
        {
            _latest.Enqueue(report);
            if (_latest.Count > ShownReports)
                _latest.Dequeue();
        }

        Table table = new Table().Title(Markup.Escape(title)).AddColumns("board", "address", "serial", "model", "stage", "file", "bytes", "kB/s", "diagnosis");
        session.Inspect((running, now) =>
        {
            TftpRequestRecord[] transfers = [.. running];
            foreach (Board board in session.Boards.Boards)
                table.AddRow([.. Row(board, transfers, now).Select(Markup.Escape)]);
        });
        return new Rows(table, new Text(string.Join('\n', _latest)));
    }

    private static string[] Row(Board board, TftpRequestRecord[] running, TimeSpan now)
    {
        TftpRequestRecord? current = running.FirstOrDefault(request => request.Client.Address.Equals(board.Address)) ?? board.Requests.LastOrDefault();
        double seconds = current is null ? 0 : (current.Ended - current.Began).TotalSeconds;
        string speed = seconds > 0 ? (current!.Acknowledged / 1000.0 / seconds).ToString("0", CultureInfo.InvariantCulture) : "";
        long bytes = board.Bytes + (current?.Verdict == TftpVerdict.Running ? current.Acknowledged : 0);
        return [board.Key, $"{board.Address}", board.Serial, board.Model, $"{board.Stage}", current?.File ?? "", bytes.ToString(CultureInfo.InvariantCulture), speed, Diagnosis.Of(board, now)];
    }
}
