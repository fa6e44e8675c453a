// rk farm token, rk farm audit.

using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using RustKernel.Hil.Cli.Farm;
using RustKernel.Hil.Farm;

namespace RustKernel.Hil.Cli.Verbs;

/// <summary>Manages the tokens that admit clients, and shows the audit.</summary>
internal static class FarmTokenVerb
{
    /// <summary>The verb.</summary>
    public static Command Create() => new("token", "Make, list and revoke tokens. Admins only.")
    {
        CreateAdd(),
        CreateList(),
        CreateRevoke(),
    };

    /// <summary>The verb that shows the audit.</summary>
    public static Command CreateAudit()
    {
        FarmOptions farm = new();
        Command command = new("audit", "List who did what to the farm and its boards, latest first. Admins only.");
        farm.AddToTable(command);
        command.SetAction(parsed => FarmVerb.Call(farm, parsed, async (client, cancel) =>
        {
            IReadOnlyList<AuditView> rows = await client.AuditAsync(cancel).ConfigureAwait(false);
            foreach (AuditView deed in farm.WriteJson(parsed, rows) ? [] : rows)
            {
                Console.WriteLine($"{When(deed.At)}  {deed.Who,-16}  {deed.What}");
            }

            return ExitStatus.Pass;
        }));
        return command;
    }

    private static Command CreateAdd()
    {
        FarmOptions farm = new();
        Argument<string> name = new("NAME") { Description = "the person it is for; for an agent, its host's name" };
        Option<string> role = new("--role")
        {
            Description = "agent (does the work of that host), submitter (may look, submit, and end own jobs) or admin",
            HelpName = "ROLE",
            Required = true,
        };
        Option<string[]> group = FarmAccountVerb.GroupOption();
        Command command = new("add", "Make a token and print it; it cannot be shown again.") { name };
        command.AddOptions(role, group);
        farm.AddTo(command);
        command.SetAction(parsed => FarmVerb.Call(farm, parsed, async (client, cancel) =>
        {
            TokenRequest request = new(parsed.GetValue(name)!, parsed.GetValue(role)!, parsed.GetValue(group) ?? []);
            Console.WriteLine(await client.AddTokenAsync(request, cancel).ConfigureAwait(false));
            return ExitStatus.Pass;
        }));
        return command;
    }

    private static Command CreateList()
    {
        FarmOptions farm = new();
        Command command = new("list", "List tokens: name, role, who made it, when it was used and revoked.");
        farm.AddToTable(command);
        command.SetAction(parsed => FarmVerb.Call(farm, parsed, async (client, cancel) =>
        {
            IReadOnlyList<TokenView> rows = await client.TokensAsync(cancel).ConfigureAwait(false);
            foreach (TokenView token in farm.WriteJson(parsed, rows) ? [] : rows)
            {
                string used = token.Used > 0 ? $"used {When(token.Used)}" : "never used";
                string revoked = token.Revoked > 0 ? $", revoked {When(token.Revoked)}" : "";
                Console.WriteLine(
                    $"{token.Name,-20}  {token.Role,-9}  {FarmAccountVerb.Of(token.Groups)}made {When(token.Created)} "
                        + $"by {token.CreatedBy}, {used}{revoked}");
            }

            return ExitStatus.Pass;
        }));
        return command;
    }

    private static Command CreateRevoke()
    {
        FarmOptions farm = new();
        Argument<string> name = new("NAME") { Description = "whose token" };
        Command command = new("revoke", "Revoke a token: it is invalid from the next request on.") { name };
        farm.AddTo(command);
        command.SetAction(parsed => FarmVerb.Call(farm, parsed, async (client, cancel) =>
        {
            await client.RevokeTokenAsync(parsed.GetValue(name)!, cancel).ConfigureAwait(false);
            return ExitStatus.Pass;
        }));
        return command;
    }

    private static string When(long milliseconds)
        => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToLocalTime()
            .ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
