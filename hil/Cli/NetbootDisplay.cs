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
using RustKernel.Hil.Reports;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace RustKernel.Hil.Cli;

/// <summary>On a terminal a table of boards with the latest reports below; elsewhere one line a report.</summary>
internal sealed class NetbootDisplay : INetbootLog, IDisposable
{
    private const int ShownReports = 12;

    // Below, model and speed would push the names of files off the screen.
    private const int WideColumns = 110;
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
        _json?.Add(new
        {
            time = DateTimeOffset.UtcNow,
            dhcp = $"{report.Kind}",
            mac = report.Mac,
            address = $"{report.Address}",
            board = report.Board,
            serial = report.Serial,
            text = report.Text
        });
    }

    /// <inheritdoc/>
    public void Tftp(TftpRequestRecord request)
    {
        _reports.Enqueue($"{request}");
        _json?.Add(new
        {
            time = DateTimeOffset.UtcNow,
            tftp = $"{request.Verdict}",
            client = $"{request.Client}",
            file = request.File,
            size = request.Size,
            options = request.Options,
            seconds = (request.Ended - request.Began).TotalSeconds,
            sent_again = request.Retransmissions,
            reason = request.Reason
        });
    }

    /// <inheritdoc/>
    public void Link(LinkEvent report)
    {
        _reports.Enqueue(report.Text);
        _json?.Add(new
        {
            time = DateTimeOffset.UtcNow,
            link = $"{report.Status.Condition}",
            port = report.Status.Name,
            text = report.Text
        });
    }

    /// <summary>Shows <paramref name="session"/> until <paramref name="end"/>.</summary>
    public void Run(INetbootSession session, string title, CancellationToken end)
    {
        if (Console.IsOutputRedirected || Environment.GetEnvironmentVariable("TERM") is null or "dumb")
        {
            Console.WriteLine(title);
            do
            {
                PrintReports(session);
            }
            while (!end.WaitHandle.WaitOne(s_refresh));
            PrintReports(session);
            return;
        }

        using IDisposable drawing = PlainWriter.Draw();
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
        {
            Console.WriteLine(report);
        }

        List<string> changed = [];
        session.Inspect((_, now) =>
        {
            foreach (Board board in session.Boards.Boards)
            {
                string diagnosis = Diagnosis.Of(board, now);
                if (diagnosis.Length > 0 && _diagnoses.GetValueOrDefault(board.Key) != diagnosis)
                {
                    changed.Add($"{board.Key}: {diagnosis}");
                }

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
            {
                _latest.Dequeue();
            }
        }

        Table table = new Table().Border(TableBorder.Simple);
        bool isWide = AnsiConsole.Profile.Width >= WideColumns;
        foreach (string heading in Headings(isWide))
        {
            table.AddColumn(new TableColumn(heading)
            {
                Padding = new Padding(0, 0, 2, 0),
                Alignment = heading is "received" or "speed" ? Justify.Right : Justify.Left
            });
        }

        List<IRenderable> lines = [Line(title), table];
        session.Inspect((running, now) =>
        {
            TftpRequestRecord[] transfers = [.. running];
            foreach (Board board in session.Boards.Boards)
            {
                table.AddRow(Row(board, transfers, isWide).Select(Line));
                if (Diagnosis.Of(board, now) is { Length: > 0 } diagnosis)
                {
                    lines.Add(new Text(PlainText.Of($"{board.Key}: {diagnosis}"), new Style(Color.Yellow)));
                }
            }

            if (session.Boards.Boards.Count == 0)
            {
                table.AddRow("none yet");
            }
        });
        return new Rows([.. lines, .. _latest.Select(Line)]);
    }

    // A report stays on its line, so that the picture does not jump.
    private static Text Line(string text) => new(PlainText.Of(text)) { Overflow = Overflow.Ellipsis };

    private static string[] Headings(bool isWide)
        => isWide
            ? ["board", "address", "serial", "model", "stage", "file", "received", "speed"]
            : ["board", "address", "serial", "stage", "file", "received"];

    private static string[] Row(Board board, TftpRequestRecord[] running, bool isWide)
    {
        TftpRequestRecord? current = running.FirstOrDefault(request => request.Client.Address.Equals(board.Address));
        TftpRequestRecord? shown = current ?? board.Requests.LastOrDefault();
        double seconds = shown is null ? 0 : (shown.Ended - shown.Began).TotalSeconds;
        string speed = seconds > 0 && shown!.Acknowledged > 0 ? Size(shown.Acknowledged / seconds) + "/s" : "";
        long bytes = board.Bytes + (current?.Acknowledged ?? 0);
        (string stage, string file) = (Stage(board.Stage), FileOf(shown, board.Serial));
        return isWide
            ? [board.Key, $"{board.Address}", board.Serial, Model(board), stage, file, Size(bytes), speed]
            : [board.Key, $"{board.Address}", board.Serial, stage, file, Size(bytes)];
    }

    private static string Model(Board board) =>
        board.Serial.Length > 0 ? board.Model.Replace($", serial {board.Serial}", "", StringComparison.Ordinal) : board.Model;

    private static string Stage(BoardStage stage) => stage switch
    {
        BoardStage.Discovering => "no address",
        BoardStage.Addressed => "address",
        BoardStage.Fetching => "fetching",
        _ => "kernel",
    };

    // The folder with the serial number has its own column. For a file in transfer, its progress is shown.
    private static string FileOf(TftpRequestRecord? request, string serial)
    {
        if (request is null)
        {
            return "";
        }

        string file = serial.Length > 0 && request.File.StartsWith(serial + "/", StringComparison.Ordinal)
            ? request.File[(serial.Length + 1)..]
            : request.File;
        return request.Verdict == TftpVerdict.Running && request.Size > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{file} {100 * request.Acknowledged / request.Size} %")
            : file;
    }

    private static string Size(double bytes) => bytes switch
    {
        >= 1e6 => (bytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture) + " MB",
        >= 1e3 => (bytes / 1e3).ToString("0", CultureInfo.InvariantCulture) + " kB",
        _ => bytes.ToString("0", CultureInfo.InvariantCulture) + " B",
    };
}
