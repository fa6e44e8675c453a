// rk farm account, rk farm group.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using RustKernel.Hil.Cli.Farm;
using RustKernel.Hil.Farm;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli.Verbs;

/// <summary>Manages the accounts that log in to the pages, and the boards that each may use.</summary>
internal static class FarmAccountVerb
{
    /// <summary>The verb.</summary>
    public static Command Create() => new("account", "Make, change, list and remove accounts, with which people log in to the pages.")
    {
        CreateAdd(),
        CreateList(),
        CreateRemove(),
    };

    /// <summary>The verb that puts boards into groups.</summary>
    public static Command CreateGroup()
    {
        FarmOptions farm = new();
        Argument<string> board = new("BOARD") { Description = "the board" };
        Argument<string[]> groups = new("GROUP")
        {
            Description = "all its groups; none: it is everybody's",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Command command = new("group", "Put a board into groups: only their members' jobs, and admins', go to it.") { board, groups };
        farm.AddTo(command);
        command.SetAction(parsed => FarmVerb.Call(farm, parsed, async (client, cancel) =>
        {
            GroupRequest request = new(parsed.GetValue(groups) ?? [], Environment.UserName);
            await client.SetGroupsAsync(parsed.GetValue(board)!, request, cancel).ConfigureAwait(false);
            return ExitStatus.Pass;
        }));
        return command;
    }

    /// <summary>The option that names groups of a token or an account.</summary>
    internal static Option<string[]> GroupOption() => new("--group")
    {
        Description = "a group whose boards are open to it; may be repeated",
        HelpName = "GROUP",
    };

    /// <summary>Groups in a list.</summary>
    internal static string Of(IReadOnlyList<string> groups) => groups.Count > 0 ? $"of {string.Join(' ', groups)}, " : "";

    private static Command CreateAdd()
    {
        FarmOptions farm = new();
        Argument<string> name = new("NAME") { Description = "whom it is for" };
        Option<string> role = new("--role")
        {
            Description = "submitter (look, submit, end jobs of one's own) or admin",
            HelpName = "ROLE",
            DefaultValueFactory = _ => FarmRole.Submitter,
        };
        Option<string[]> group = GroupOption();
        Option<string> password = new("--password-file")
        {
            Description = "the file with the password; - reads a line of standard input",
            HelpName = "FILE",
            DefaultValueFactory = _ => "-",
        };
        Command command = new("add", "Make an account, or change it: its browsers are logged out.") { name };
        command.AddOptions(role, group, password);
        farm.AddTo(command);
        command.SetAction(parsed => FarmVerb.Call(farm, parsed, async (client, cancel) =>
        {
            AccountRequest request = new(
                parsed.GetValue(name)!,
                parsed.GetValue(role)!,
                parsed.GetValue(group) ?? [],
                Read(parsed.GetValue(password)!));
            await client.SetAccountAsync(request, cancel).ConfigureAwait(false);
            return ExitStatus.Pass;
        }));
        return command;
    }

    private static Command CreateList()
    {
        FarmOptions farm = new();
        Command command = new("list", "List accounts: name, role, groups, who made it, how many browsers are logged in.");
        farm.AddToTable(command);
        command.SetAction(parsed => FarmVerb.Call(farm, parsed, async (client, cancel) =>
        {
            IReadOnlyList<AccountView> rows = await client.AccountsAsync(cancel).ConfigureAwait(false);
            foreach (AccountView account in farm.WriteJson(parsed, rows) ? [] : rows)
            {
                Console.WriteLine(
                    $"{account.Name,-20}  {account.Role,-9}  {Of(account.Groups)}made {FarmReserveVerb.When(account.Created)} "
                        + $"by {account.CreatedBy}, {account.Sessions} logged in");
            }

            return ExitStatus.Pass;
        }));
        return command;
    }

    private static Command CreateRemove()
    {
        FarmOptions farm = new();
        Argument<string> name = new("NAME") { Description = "whose account" };
        Command command = new("remove", "Remove an account, and end its sessions, also those by a sign-on server.")
        {
            name,
        };
        farm.AddTo(command);
        command.SetAction(parsed => FarmVerb.Call(farm, parsed, async (client, cancel) =>
        {
            await client.RemoveAccountAsync(parsed.GetValue(name)!, cancel).ConfigureAwait(false);
            return ExitStatus.Pass;
        }));
        return command;
    }

    private static string Read(string file)
    {
        try
        {
            string? password = file == "-" ? Console.In.ReadLine() : File.ReadAllText(file).TrimEnd('\n', '\r');
            return password ?? throw new ConfigurationException("--password-file: standard input has no line");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"--password-file: {e.Message}");
        }
    }
}
