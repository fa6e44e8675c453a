// rk farm schedule.

using System;
using System.Collections.Generic;
using System.CommandLine;
using RustKernel.Hil.Cli.Farm;
using RustKernel.Hil.Farm;

namespace RustKernel.Hil.Cli.Verbs;

/// <summary>Lists and changes the jobs that the farm starts on a schedule.</summary>
internal static class FarmScheduleVerb
{
    /// <summary>The verb.</summary>
    public static Command Create() => new("schedule", "Jobs that the farm starts on its own, such as a nightly run of all boards.")
    {
        CreateAdd(),
        CreateList(),
        CreateRemove(),
    };

    private static Command CreateAdd()
    {
        FarmOptions farm = new();
        Argument<string> name = new("NAME") { Description = "the schedule's name" };
        Option<string> cron = new("--cron")
        {
            Description = "minute, hour, day of the month, month, day of the week: \"0 2 * * *\" is each night at two",
            HelpName = "TIME",
            Required = true,
        };
        Option<string> zone = new("--zone")
        {
            Description = "the time zone of --cron, such as Europe/Berlin",
            HelpName = "NAME",
            DefaultValueFactory = _ => "UTC",
        };
        Option<bool> all = new("--all") { Description = "a job for each board that fits, instead of one for any" };
        Option<string?> board = new("--board") { Description = "on this board", HelpName = "BOARD" };
        Option<string?> type = new("--type") { Description = "on boards of this folder of boards/", HelpName = "BOARD" };
        Option<string[]> tag = new("--tag") { Description = "on boards with this tag; may be repeated", HelpName = "WORD" };
        Option<string> suite = SharedOptions.Suites();
        Option<int> priority = new("--priority") { Description = "0 to 100", HelpName = "N", DefaultValueFactory = _ => 20 };
        Option<int> retries = new("--retries")
        {
            Description = "how often to retry a job when the rig failed",
            HelpName = "N",
            DefaultValueFactory = _ => 2,
        };
        Option<int> wait = new("--queue") { Description = "seconds that a job may wait (default: a day)", HelpName = "SECONDS" };
        Command command = new("add", "Start jobs at fixed times. Admins only.") { name };
        command.AddOptions(cron, zone, all, board, type, tag, suite, priority, retries, wait);
        farm.AddTo(command);
        command.SetAction(parsed =>
        {
            TestVerb.ParseSuites(parsed.GetValue(suite)!);
            JobRequest job = new(
                parsed.GetValue(board) ?? "",
                parsed.GetValue(type) ?? "",
                parsed.GetValue(tag) ?? [],
                parsed.GetValue(suite)!,
                "",
                parsed.GetValue(priority),
                parsed.GetValue(retries),
                0,
                parsed.GetValue(wait),
                Environment.UserName);
            ScheduleRequest request = new(
                parsed.GetValue(name)!,
                parsed.GetValue(cron)!,
                parsed.GetValue(zone)!,
                parsed.GetValue(all),
                job);
            return FarmVerb.Call(farm, parsed, async (client, cancel) =>
            {
                await client.AddScheduleAsync(request, cancel).ConfigureAwait(false);
                return ExitStatus.Pass;
            });
        });
        return command;
    }

    private static Command CreateList()
    {
        FarmOptions farm = new();
        Command command = new("list", "List schedules: time, jobs, next time, latest round.");
        farm.AddToTable(command);
        command.SetAction(parsed => FarmVerb.Call(farm, parsed, async (client, cancel) =>
        {
            IReadOnlyList<ScheduleView> schedules = await client.SchedulesAsync(cancel).ConfigureAwait(false);
            foreach (ScheduleView schedule in farm.WriteJson(parsed, schedules) ? [] : schedules)
            {
                string boards = schedule.IsForAll ? "each board" : schedule.Target.Length > 0 ? schedule.Target : "any board";
                string next = schedule.Next > 0 ? FarmReserveVerb.When(schedule.Next) : "never again";
                string round = schedule.Round > 0 ? $"  round {schedule.Round}" : "";
                Console.WriteLine(
                    $"{schedule.Name,-16}  {schedule.Cron} {schedule.Zone}  next {next}  {boards} {schedule.Type} {schedule.Tags}  "
                        + $"{schedule.Suites}  by {schedule.CreatedBy}{round}");
            }

            return ExitStatus.Pass;
        }));
        return command;
    }

    private static Command CreateRemove()
    {
        FarmOptions farm = new();
        Argument<string> name = new("NAME") { Description = "the schedule's name" };
        Command command = new("remove", "Delete a schedule; jobs that it started continue. Admins only.") { name };
        farm.AddTo(command);
        command.SetAction(parsed => FarmVerb.Call(farm, parsed, async (client, cancel) =>
        {
            await client.RemoveScheduleAsync(parsed.GetValue(name)!, cancel).ConfigureAwait(false);
            return ExitStatus.Pass;
        }));
        return command;
    }
}
