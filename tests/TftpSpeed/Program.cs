// The comparison: every client with every server, in turns, so that the machine's other work affects all alike; the median of the
// rounds. The last argument is the table's file; before it "--rounds N" and "--client WORD" (those with WORD in their name). Exit
// status 1 when a file arrived damaged. With --strict also when any server was faster, ours was not faster with a window, or one of
// 100 clients at once waited much longer than another: this needs a quiet host.

using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using RustKernel.Flash.TftpSpeed;

bool isStrict = Array.IndexOf(args, "--strict") is >= 0 and int strictAt && strictAt < args.Length - 1;

// The difference between the medians of two runs of the same server on a quiet host.
const double tolerance = 0.97;

// How much longer than the first the last of 100 may take.
const double fairness = 1.6;
int rounds = int.Parse(Option("--rounds", "30"), CultureInfo.InvariantCulture);
Client[] clients = [.. Client.All.Where(client => client.Name.Contains(Option("--client", ""), StringComparison.Ordinal))];
string folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "speed", "served")).FullName;
foreach ((string name, int size) in new[] { ("small", 2 << 20), ("medium", 128 << 10), ("large", 6 << 20), ("huge", 16 << 20) })
{
    byte[] bytes = new byte[size];
    new Random(size).NextBytes(bytes);
    File.WriteAllBytes(Path.Combine(folder, name), bytes);
}

Server[] servers = Server.StartAll(folder);
try
{
    Samples[] speeds = [.. clients.Select(client => new Samples(client.Name, servers.Length))];
    Samples parallel = new("curl, 1468, 100 at once", servers.Length);
    Samples unfairness = new("slowest to fastest of the 100", servers.Length);
    for (int round = 0; round < rounds; round++)
    {
        // A different one begins in each round: the first of a row finds the machine in another state than the last.
        int[] order = [.. Enumerable.Range(0, servers.Length).Select(i => (i + round) % servers.Length)];
        for (int c = 0; c < clients.Length; c++)
        {
            foreach (int i in order)
            {
                speeds[c].Add(i, clients[c].Run(servers[i], folder));
            }
        }

        foreach (int i in order)
        {
            (double speed, double spread) = Client.Parallel(servers[i], folder);
            parallel.Add(i, speed);
            unfairness.Add(i, spread);
        }
    }

    Samples[] lockstep = [.. speeds.Where((_, c) => clients[c].Lockstep)];
    Samples[] windowed = [.. speeds.Where((_, c) => !clients[c].Lockstep)];
    StringBuilder table = new();
    table.AppendLine(
        CultureInfo.InvariantCulture,
        $"MB/s on the loopback interface, median of {rounds} rounds; ratio: ours to the fastest other").AppendLine();
    table.AppendLine($"| client, block size | {string.Join(" | ", servers.Select(server => server.Name))} | ratio |");
    table.AppendLine($"|---|{string.Concat(servers.Select(_ => "---|"))}---|");
    foreach (Samples row in speeds.Append(parallel))
    {
        table.AppendLine(row.Row(withRatio: true));
    }

    table.AppendLine(unfairness.Row(withRatio: false));
    File.WriteAllText(args[^1], table.ToString());
    Console.Write(table);

    double bestWithout = lockstep.Select(row => row.Medians.Max()).DefaultIfEmpty().Max();
    bool isWorse = lockstep.Any(row => row.Ratio < tolerance)
        || windowed.Any(row => row.Medians[0] <= bestWithout)
        || unfairness.Medians[0] > fairness;
    return isStrict && isWorse ? 1 : 0;
}
finally
{
    foreach (Server server in servers)
    {
        server.Dispose();
    }
}

string Option(string name, string otherwise) =>
    Array.IndexOf(args, name) is >= 0 and int at && at + 1 < args.Length - 1 ? args[at + 1] : otherwise;
