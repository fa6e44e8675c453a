// The comparison: every client against every server, in turns, the best of some rounds. The last argument is where the table
// goes; "--rounds N" before it. Exit status 1 when another server was clearly faster in lockstep (over all clients: one alone
// differs by a quarter between two runs) or with 100 at once, or ours was not faster with a window than the best without.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using RustKernel.Flash.TftpSpeed;

// Two runs of the same server differ by so much on a machine that does other things, too.
const double tolerance = 0.93;
int rounds = args.Length == 3 && args[0] == "--rounds" ? int.Parse(args[1], CultureInfo.InvariantCulture) : 5;
string folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "speed", "served")).FullName;
foreach ((string name, int size) in new[] { ("small", 8 << 20), ("medium", 512 << 10), ("large", 32 << 20) })
{
    byte[] bytes = new byte[size];
    new Random(size).NextBytes(bytes);
    File.WriteAllBytes(Path.Combine(folder, name), bytes);
}

Server[] servers = Server.StartAll(folder);
try
{
    Dictionary<string, double[]> best = Client.All.ToDictionary(client => client.Name, _ => new double[servers.Length]);
    double[] parallel = new double[servers.Length];
    double[] unfairness = [.. servers.Select(_ => double.MaxValue)];
    for (int round = 0; round < rounds; round++)
    {
        foreach (Client client in Client.All)
        {
            for (int i = 0; i < servers.Length; i++)
                best[client.Name][i] = Math.Max(best[client.Name][i], client.Run(servers[i], folder));
        }

        for (int i = 0; i < servers.Length; i++)
        {
            (double speed, double spread) = Client.Parallel(servers[i], folder);
            parallel[i] = Math.Max(parallel[i], speed);
            unfairness[i] = Math.Min(unfairness[i], spread);
        }
    }

    StringBuilder table = new();
    table.AppendLine(CultureInfo.InvariantCulture, $"MB/s on the loopback interface, best of {rounds} rounds; ratio: ours to the fastest other").AppendLine();
    table.AppendLine($"| client, block size | {string.Join(" | ", servers.Select(server => server.Name))} | ratio |");
    table.AppendLine($"|---|{string.Concat(servers.Select(_ => "---|"))}---|");
    foreach (Client client in Client.All)
        Row(client.Name, best[client.Name]);
    double[][] lockstep = [.. Client.All.Where(client => client.Lockstep).Select(client => best[client.Name])];
    bool isSlower = Row("**lockstep, geometric mean**", [.. servers.Select((_, i) => Math.Exp(lockstep.Average(speeds => Math.Log(speeds[i]))))]) < tolerance;
    isSlower |= Row("curl, 1468, 100 at once", parallel) < tolerance;
    table.AppendLine($"| slowest to fastest of the 100 | {string.Join(" | ", unfairness.Select(value => value.ToString("0.00", CultureInfo.InvariantCulture)))} | |");
    double window = best["atftp, 1428, window 8"][0];
    isSlower |= window <= lockstep.Max(speeds => speeds.Max());
    File.WriteAllText(args[^1], table.ToString());
    Console.Write(table);
    return isSlower ? 1 : 0;

    double Row(string name, double[] speeds)
    {
        double ratio = speeds[0] / speeds[1..].Max();
        table.AppendLine(CultureInfo.InvariantCulture, $"| {name} | {string.Join(" | ", speeds.Select(speed => speed.ToString("0.0", CultureInfo.InvariantCulture)))} | {ratio:0.00} |");
        return ratio;
    }
}
finally
{
    foreach (Server server in servers)
        server.Dispose();
}
