// A simulated board: farm-board test NAME … --log FOLDER --leash SECONDS, called like rk test.
//
// FARM_JOURNAL names a folder. This process's file there gets a line whenever power goes on or off: "on|off RUN-FENCE BOARD
// MILLISECONDS STALLED", where STALLED is the longest time for which a busy machine did not let this process run, in milliseconds: it
// could not switch off during that. A line "alive …" follows ten times a second as long as power is on: an agent kills what does not
// end when asked, and the board's guard, which this one lacks, would switch off then.
// FARM_SECONDS is the duration of a run (default 1). The suite "poison" kills the agent.

using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;

string board = args[1];
string folder = Value("--log");
TimeSpan leash = TimeSpan.FromSeconds(double.Parse(Value("--leash"), CultureInfo.InvariantCulture));
string hold = Path.GetFileName(folder.TrimEnd('/'));
string[] recorded = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "recorded.jsonl"));
TimeSpan takes = TimeSpan.FromSeconds(
    double.TryParse(Environment.GetEnvironmentVariable("FARM_SECONDS"), CultureInfo.InvariantCulture, out double seconds) ? seconds : 1);

using ManualResetEventSlim stop = new();
using Timer patience = new(_ => stop.Set(), null, leash, Timeout.InfiniteTimeSpan);
new Thread(FollowInput) { IsBackground = true }.Start();
long stalled = 0;
object journalLock = new();
bool isOn = true;

Note("on");
if (args.Contains("poison"))
{
    // Like a job that makes its host run out of memory.
    string parent = File.ReadAllText("/proc/self/stat").Split(") ")[1].Split(' ')[1];
    Process.Start("kill", ["-9", parent]).WaitForExit();
}

new Thread(WatchStalls) { IsBackground = true }.Start();
using (FileStream log = new(Path.Combine(folder, "log.jsonl"), FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0))
{
    foreach (string line in recorded)
    {
        if (stop.Wait(takes / recorded.Length))
        {
            break;
        }

        log.Write(System.Text.Encoding.UTF8.GetBytes(line + "\n"));
    }
}

lock (journalLock)
{
    isOn = false;
    Note("off");
}

return stop.IsSet ? 3 : 0;

string Value(string option) => args[Array.IndexOf(args, option) + 1];

void FollowInput()
{
    using Stream input = Console.OpenStandardInput();
    byte[] ignored = new byte[64];
    while (input.Read(ignored) > 0)
    {
        patience.Change(leash, Timeout.InfiniteTimeSpan);
    }

    stop.Set();
}

void WatchStalls()
{
    // The excess of a sleep over this is how long the host kept this process from running.
    const int stepMilliseconds = 20;
    for (int round = 1; ; round++)
    {
        long before = Stopwatch.GetTimestamp();
        Thread.Sleep(stepMilliseconds);
        stalled = Math.Max(stalled, (long)Stopwatch.GetElapsedTime(before).TotalMilliseconds - stepMilliseconds);
        lock (journalLock)
        {
            if (isOn && round % 5 == 0)
            {
                Note("alive");
            }
        }
    }
}

// A file for each process: .NET's FileMode.Append is not O_APPEND, so two that wrote to one file could overwrite each other's lines.
void Note(string what)
{
    if (Environment.GetEnvironmentVariable("FARM_JOURNAL") is { Length: > 0 } journal)
    {
        Directory.CreateDirectory(journal);
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        File.AppendAllText(Path.Combine(journal, $"{Environment.ProcessId}-{hold}"), $"{what} {hold} {board} {now} {stalled}\n");
    }
}
