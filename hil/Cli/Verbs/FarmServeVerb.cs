// rk farm serve.

using System.CommandLine;
using System.Diagnostics;
using System.IO;
using RustKernel.Hil.Drivers;

namespace RustKernel.Hil.Cli.Verbs;

/// <summary>Starts a coordinator: a program of its own, because a web server would make every other verb slower to start.</summary>
internal static class FarmServeVerb
{
    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Option<string> listen = new("--listen")
        {
            Description = "address and port; other than loopback needs --token-file",
            HelpName = "ADDRESS:PORT",
            DefaultValueFactory = _ => "127.0.0.1:8080",
        };
        Option<string?> store = new("--store")
        {
            Description = "postgres://USER@HOST/DATABASE, or a file (default: artifacts/farm.db)",
            HelpName = "PLACE"
        };
        Option<string?> token = new("--token-file")
        {
            Description = "the file with the token that everybody else must have",
            HelpName = "FILE"
        };
        Option<string?> webhook = new("--webhook")
        {
            Description = "where to post that a board's verdict has changed (docs/FARM.md)",
            HelpName = "URL"
        };
        Option<string?> webhookSecret = new("--webhook-secret-file")
        {
            Description = "the file with the secret that signs what is posted",
            HelpName = "FILE"
        };
        Command command = new("serve", "Run a coordinator: queue, leases, page. Any number of them may share one PostgreSQL.");
        command.AddOptions(listen, store, token, webhook, webhookSecret);
        command.SetAction(parsed => Serve(
            "--listen",
            parsed.GetValue(listen)!,
            "--store",
            parsed.GetValue(store) ?? Repository.Artifact("farm.db"),
            "--token-file",
            parsed.GetValue(token) ?? "",
            "--webhook",
            parsed.GetValue(webhook) ?? "",
            "--webhook-secret-file",
            parsed.GetValue(webhookSecret) ?? ""));
        return command;
    }

    private static int Serve(params string[] arguments)
    {
        string program = Repository.Artifact("farm", "rk-farm");
        if (!File.Exists(program))
        {
            throw new InfrastructureException($"{Repository.Show(program)} is missing: start ./rk, which builds it");
        }

        using Interruption interruption = new();
        ProcessStartInfo start = new(program, arguments) { RedirectStandardInput = true };
        using Process process = Process.Start(start)!;
        // It ends when its input does: also when this process is killed.
        using System.Threading.CancellationTokenRegistration registration = interruption.Token.Register(process.StandardInput.Close);
        process.WaitForExit();
        return process.ExitCode;
    }
}
