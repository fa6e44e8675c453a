// rk farm reserve.

using System;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using RustKernel.Hil.Cli.Farm;
using RustKernel.Hil.Farm;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli.Verbs;

/// <summary>Reserves a board for one person.</summary>
internal static class FarmReserveVerb
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        FarmOptions farm = new();
        Argument<string> board = new("BOARD") { Description = "the board's name" };
        Option<string> time = new("--for")
        {
            Description = "how long from now: 90m, 2h, 3d",
            HelpName = "TIME",
            DefaultValueFactory = _ => "2h",
        };
        Option<string?> reason = new("--reason") { Description = "what for", HelpName = "TEXT" };
        Option<bool> release = new("--release") { Description = "let it go" };
        Option<bool> take = new("--take") { Description = "also if another person has it; admins only" };
        Command command = new("reserve", "Reserve a board for your own jobs for a time; a running job finishes first.") { board };
        command.AddOptions(time, reason, release, take);
        farm.AddTo(command);
        command.SetAction(parsed =>
        {
            int seconds = parsed.GetValue(release) ? 0 : Seconds(parsed.GetValue(time)!);
            return FarmVerb.Call(farm, parsed, (client, cancel) => ReserveAsync(
                client,
                parsed.GetValue(board)!,
                new ReserveRequest(0, seconds, parsed.GetValue(reason) ?? "", Environment.UserName, parsed.GetValue(take)),
                cancel));
        });
        return command;
    }

    /// <summary>A time of the farm in this machine's time zone.</summary>
    internal static string When(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToLocalTime()
        .ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static async Task<int> ReserveAsync(FarmClient client, string name, ReserveRequest request, CancellationToken cancel)
    {
        BoardView? board = (await client.BoardsAsync(cancel).ConfigureAwait(false)).FirstOrDefault(board => board.Name == name);
        if (board is null)
        {
            Console.Error.WriteLine($"rk: the farm has no board {name}: rk farm boards lists them");
            return ExitStatus.Usage;
        }

        ReserveReply reply = await client.ReserveAsync(name, request with { Fence = board.ReservationFence }, cancel).ConfigureAwait(false);
        string first = reply.Run != 0 ? $"; run {reply.Run} still has it and ends first" : "";
        Console.WriteLine(reply.Until == 0 ? $"{name} is released" : $"{name} is yours until {When(reply.Until)}{first}");
        return ExitStatus.Pass;
    }

    private static int Seconds(string text)
    {
        int unit = text.Length > 1 ? text[^1] switch { 'm' => 60, 'h' => 3600, 'd' => 24 * 3600, _ => 0 } : 0;
        return unit > 0
            && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && number > 0
            && (long)number * unit <= Reservation.MostSeconds
                ? number * unit
                : throw new ConfigurationException($"--for is 1m to {Reservation.MostSeconds / 86400}d, such as 90m, 2h or 3d, not {text}");
    }
}
