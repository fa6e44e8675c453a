// rk farm.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using RustKernel.Hil.Cli.Farm;
using RustKernel.Hil.Farm;

namespace RustKernel.Hil.Cli.Verbs;

/// <summary>Groups the verbs for many boards on many hosts: coordinator, agent, and what people ask of a farm.</summary>
internal static class FarmVerb
{
    /// <summary>The verb.</summary>
    public static Command Create() => new("farm", "Share boards of many hosts: coordinate, attach boards, submit runs (docs/FARM.md).")
    {
        FarmServeVerb.Create(),
        FarmAgentVerb.Create(),
        FarmSubmitVerb.Create(),
        CreateQueue(),
        CreateBoards(),
        CreateCancel(),
        CreateConsole(),
        CreateMaintenance(),
        FarmReserveVerb.Create(),
        FarmScheduleVerb.Create(),
        CreateDrain(),
        FarmHistoryVerb.Create(),
        FarmHistoryVerb.CreateImport(),
        FarmTokenVerb.Create(),
        FarmTokenVerb.CreateAudit(),
        FarmAccountVerb.Create(),
        FarmAccountVerb.CreateGroup(),
    };

    /// <summary>Runs <paramref name="action"/> with a client; a farm that does not answer or refuses is an error of its kind.</summary>
    internal static int Call(FarmOptions farm, ParseResult parsed, Func<FarmClient, CancellationToken, Task<int>> action)
    {
        using Interruption interruption = new();
        using FarmClient client = farm.Connect(parsed);
        try
        {
            return action(client, interruption.Token).GetAwaiter().GetResult();
        }
        catch (FarmRefusedException e)
        {
            Console.Error.WriteLine($"rk: {e.Message}");
            return ExitStatus.Usage;
        }
        catch (FarmUnreachableException e)
        {
            Console.Error.WriteLine($"rk: {e.Message}");
            return ExitStatus.Infrastructure;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("rk: interrupted");
            return ExitStatus.Infrastructure;
        }
    }

    /// <summary>The exit status that `rk test` would have ended with.</summary>
    internal static int StatusOf(string verdict) => verdict switch
    {
        "pass" => ExitStatus.Pass,
        "fail" or "flaky" => ExitStatus.Fail,
        "usage" => ExitStatus.Usage,
        _ => ExitStatus.Infrastructure,
    };

    private static Command CreateQueue()
    {
        FarmOptions farm = new();
        Command command = new("queue", "List waiting and running jobs, why they wait, and the latest finished ones.");
        farm.AddToTable(command);
        command.SetAction(parsed => Call(farm, parsed, async (client, cancel) =>
        {
            IReadOnlyList<JobView> rows = await client.JobsAsync(cancel).ConfigureAwait(false);
            foreach (JobView job in farm.WriteJson(parsed, rows) ? [] : rows)
            {
                Console.WriteLine(
                    $"{job.Id,6}  {(job.Verdict.Length > 0 ? job.Verdict : job.State),-14}  {Wish(job),-24}  {job.Suites,-16}  "
                        + $"{job.Submitter,-10}  {job.Reason}");
            }

            return ExitStatus.Pass;
        }));
        return command;
    }

    private static Command CreateBoards()
    {
        FarmOptions farm = new();
        Command command = new("boards", "List the farm's boards: state, health, host, tags, last verdicts (the latest first).");
        farm.AddToTable(command);
        command.SetAction(parsed => Call(farm, parsed, async (client, cancel) =>
        {
            IReadOnlyList<BoardView> boards = await client.BoardsAsync(cancel).ConfigureAwait(false);
            int width = boards.Select(board => board.Name.Length).DefaultIfEmpty().Max();
            foreach (BoardView board in farm.WriteJson(parsed, boards) ? [] : boards)
            {
                string health = board.Health == "good" ? "good" : $"{board.Health}: {board.HealthReason}";
                string reserved = board.Reservation is { } by ? $"  reserved by {by.By} until {FarmReserveVerb.When(by.Until)}" : "";
                string groups = board.Groups.Count > 0 ? $"  of {string.Join(' ', board.Groups)}" : "";
                string tags = board.Tags.Count > 0 ? $"  [{string.Join(' ', board.Tags)}]" : "";
                Console.WriteLine(
                    $"{board.Name.PadRight(width)}  {board.State,-8}  {health}{reserved}  host {board.Host}  {board.Type}{groups}{tags}  "
                        + string.Join(' ', board.Verdicts));
            }

            return ExitStatus.Pass;
        }));
        return command;
    }

    private static Command CreateCancel()
    {
        FarmOptions farm = new();
        Argument<long> number = new("JOB") { Description = "the job's number" };
        Command command = new("cancel", "Cancel a job: at once if it waits, else when its agent polls next.") { number };
        farm.AddTo(command);
        command.SetAction(parsed => Call(farm, parsed, async (client, cancel) =>
        {
            string state = await client.CancelAsync(parsed.GetValue(number), cancel).ConfigureAwait(false);
            Console.WriteLine(state == "finished" ? "it has ended" : "its agent has orders to end it");
            return ExitStatus.Pass;
        }));
        return command;
    }

    private static Command CreateConsole()
    {
        FarmOptions farm = new();
        Argument<long> number = new("JOB") { Description = "the job's number" };
        Command command = new("console", "Follow the console of a job, from its first byte. Exit status as for rk test.") { number };
        farm.AddTo(command);
        command.SetAction(parsed => Call(farm, parsed, (client, cancel) => FollowAsync(client, parsed.GetValue(number), cancel)));
        return command;
    }

    /// <summary>Follows a job to its end; the exit status of its verdict.</summary>
    internal static async Task<int> FollowAsync(FarmClient client, long job, CancellationToken cancel)
    {
        using Stream console = Console.OpenStandardOutput();
        FarmFollower follower = new(client, console, line => Console.Error.WriteLine($"rk: {line}"));
        JobView ended = await follower.FollowAsync(job, cancel).ConfigureAwait(false);
        Console.Error.WriteLine($"rk: job {ended.Id}: {ended.Verdict}: {ended.Reason}");
        return StatusOf(ended.Verdict);
    }

    private static Command CreateMaintenance()
    {
        FarmOptions farm = new();
        Argument<string> board = new("BOARD") { Description = "the board's name" };
        Option<string?> reason = new("--out")
        {
            Description = "take the board out, for this reason; without this option it comes back",
            HelpName = "REASON"
        };
        Command command = new("maintenance", "Take a board out of service, or put it back.") { board };
        command.AddOptions(reason);
        farm.AddTo(command);
        command.SetAction(parsed => Call(farm, parsed, async (client, cancel) =>
        {
            MaintenanceRequest request = new(parsed.GetValue(reason), Environment.UserName);
            await client.SetMaintenanceAsync(parsed.GetValue(board)!, request, cancel).ConfigureAwait(false);
            return ExitStatus.Pass;
        }));
        return command;
    }

    private static Command CreateDrain()
    {
        FarmOptions farm = new();
        Argument<string> host = new("HOST") { Description = "the host's name" };
        Option<bool> undo = new("--undo") { Description = "let it take work again" };
        Command command = new("drain", "Give a host no more work; running jobs finish.") { host };
        command.AddOptions(undo);
        farm.AddTo(command);
        command.SetAction(parsed => Call(farm, parsed, async (client, cancel) =>
        {
            DrainRequest request = new(!parsed.GetValue(undo), Environment.UserName);
            await client.DrainAsync(parsed.GetValue(host)!, request, cancel).ConfigureAwait(false);
            return ExitStatus.Pass;
        }));
        return command;
    }

    private static string Wish(JobView job)
    {
        string board = job.Target.Length > 0 ? job.Target : job.Type.Length > 0 ? job.Type : "any board";
        return job.Tags.Count > 0 ? $"{board} [{string.Join(' ', job.Tags)}]" : board;
    }
}
