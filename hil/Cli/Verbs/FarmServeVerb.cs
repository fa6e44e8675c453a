// rk farm serve.

using System.CommandLine;
using System.Diagnostics;
using System.IO;
using System.Linq;
using RustKernel.Hil.Drivers;

namespace RustKernel.Hil.Cli.Verbs;

/// <summary>Starts a coordinator. It is a separate program, because a web server would make every other verb slower to start.</summary>
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
            Description = "the file with the token that every other machine must send",
            HelpName = "FILE"
        };
        Option<string?> certificate = new("--certificate-file")
        {
            Description = "serve HTTPS with this certificate (PEM, with its chain); read again when the file changes",
            HelpName = "FILE"
        };
        Option<string?> key = new("--key-file") { Description = "the certificate's key (PEM, without a password)", HelpName = "FILE" };
        Option<string?> webhook = new("--webhook")
        {
            Description = "address to notify when a board's verdict changes (docs/FARM.md)",
            HelpName = "URL"
        };
        Option<string?> webhookSecret = new("--webhook-secret-file")
        {
            Description = "the file with the secret that signs the notices",
            HelpName = "FILE"
        };
        Option<string?> oidc = new("--oidc")
        {
            Description = "the OpenID Connect server that vouches for people (docs/FARM.md)",
            HelpName = "URL"
        };
        Option<string?> oidcClient = new("--oidc-client") { Description = "this farm's name there", HelpName = "NAME" };
        Option<string?> oidcSecret = new("--oidc-secret-file")
        {
            Description = "the file with this farm's secret there",
            HelpName = "FILE"
        };
        Option<string> oidcName = new("--oidc-name")
        {
            Description = "the claim with a person's name",
            HelpName = "CLAIM",
            DefaultValueFactory = _ => "preferred_username",
        };
        Option<string> oidcClaim = new("--oidc-claim")
        {
            Description = "the claim that says what a person may do",
            HelpName = "CLAIM",
            DefaultValueFactory = _ => "groups",
        };
        Option<string[]> oidcMap = new("--oidc-map")
        {
            Description = "what a value of that claim gives: submitter or admin, and groups; may be repeated",
            HelpName = "VALUE=ROLE[:GROUP,GROUP]"
        };
        Command command = new("serve", "Run a coordinator: queue, leases, page. Any number of them may share one PostgreSQL.");
        command.AddOptions(listen, store, token, certificate, key);
        command.AddOptions(webhook, webhookSecret, oidc, oidcClient, oidcSecret, oidcName, oidcClaim, oidcMap);
        command.SetAction(parsed => Serve([
            "--listen",
            parsed.GetValue(listen)!,
            "--store",
            parsed.GetValue(store) ?? Repository.Work("farm.db"),
            "--token-file",
            parsed.GetValue(token) ?? "",
            "--certificate-file",
            parsed.GetValue(certificate) ?? "",
            "--key-file",
            parsed.GetValue(key) ?? "",
            "--webhook",
            parsed.GetValue(webhook) ?? "",
            "--webhook-secret-file",
            parsed.GetValue(webhookSecret) ?? "",
            "--oidc",
            parsed.GetValue(oidc) ?? "",
            "--oidc-client",
            parsed.GetValue(oidcClient) ?? "",
            "--oidc-secret-file",
            parsed.GetValue(oidcSecret) ?? "",
            "--oidc-name",
            parsed.GetValue(oidcName)!,
            "--oidc-claim",
            parsed.GetValue(oidcClaim)!,
            .. (parsed.GetValue(oidcMap) ?? []).SelectMany(map => new[] { "--oidc-map", map })]));
        return command;
    }

    private static int Serve(string[] arguments)
    {
        string program = Repository.Artifact("farm", "rk-farm");
        if (!File.Exists(program))
        {
            throw new InfrastructureException($"{Repository.Show(program)} is missing: start ./rk, which builds it");
        }

        using Interruption interruption = new();
        ProcessStartInfo start = new(program, arguments) { RedirectStandardInput = true };
        using Process process = Process.Start(start)!;
        // It ends when its input ends, also when this process is killed.
        using System.Threading.CancellationTokenRegistration registration = interruption.Token.Register(process.StandardInput.Close);
        process.WaitForExit();
        return process.ExitCode;
    }
}
