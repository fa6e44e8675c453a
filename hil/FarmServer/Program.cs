// Entry of rk-farm: a coordinator from its command line.

using System;
using System.CommandLine;
using System.IO;
using System.Net;
using System.Threading.Tasks;
using RustKernel.Hil.Farm;
using RustKernel.Hil.FarmServer;
using RustKernel.Hil.FarmStore;

Option<string> listen = new("--listen") { DefaultValueFactory = _ => "127.0.0.1:8080" };
Option<string> store = new("--store") { Required = true };
Option<string?> token = new("--token-file");
Option<string?> certificateFile = new("--certificate-file");
Option<string?> keyFile = new("--key-file");
Option<string?> webhook = new("--webhook");
Option<string?> webhookSecret = new("--webhook-secret-file");
Option<string?> oidc = new("--oidc");
Option<string?> oidcClient = new("--oidc-client");
Option<string?> oidcSecret = new("--oidc-secret-file");
Option<string> oidcName = new("--oidc-name") { DefaultValueFactory = _ => "preferred_username" };
Option<string> oidcClaim = new("--oidc-claim") { DefaultValueFactory = _ => "groups" };
Option<string[]> oidcMap = new("--oidc-map") { DefaultValueFactory = _ => [] };
Option<double> scale = new("--time-scale") { DefaultValueFactory = _ => 1, Hidden = true };
RootCommand root = new("A farm's coordinator; rk farm serve starts it. It ends when its standard input does.")
{
    listen,
    store,
    token,
    certificateFile,
    keyFile,
    webhook,
    webhookSecret,
    oidc,
    oidcClient,
    oidcSecret,
    oidcName,
    oidcClaim,
    oidcMap,
    scale,
};
root.SetAction(parsed => RunAsync(
    parsed.GetValue(listen)!,
    parsed.GetValue(store)!,
    parsed.GetValue(token),
    FarmTimes.Scaled(parsed.GetValue(scale)),
    () => ServerCertificate.Parse(parsed.GetValue(certificateFile), parsed.GetValue(keyFile)),
    () => WebhookOptions.Parse(parsed.GetValue(webhook), parsed.GetValue(webhookSecret)),
    () => SignOnOptions.Parse(
        parsed.GetValue(oidc),
        parsed.GetValue(oidcClient),
        parsed.GetValue(oidcSecret),
        parsed.GetValue(oidcName)!,
        parsed.GetValue(oidcClaim)!,
        parsed.GetValue(oidcMap) ?? [])));
return await root.Parse(args).InvokeAsync();

static async Task<int> RunAsync(
    string listen,
    string store,
    string? tokenFile,
    FarmTimes times,
    Func<ServerCertificate?> certificate,
    Func<WebhookOptions?> webhook,
    Func<SignOnOptions?> signOn)
{
    try
    {
        if (!IPEndPoint.TryParse(listen, out IPEndPoint? address))
        {
            return Fail($"--listen is ADDRESS:PORT, not {listen}");
        }

        string? secret = string.IsNullOrEmpty(tokenFile) ? null : File.ReadAllText(tokenFile).Trim();
        if (secret is { Length: < 16 })
        {
            return Fail($"--token-file: the token in {tokenFile} has fewer than 16 letters");
        }

        if (secret is null && !IPAddress.IsLoopback(address.Address))
        {
            return Fail($"--listen {listen} can be reached from other machines: give --token-file, or listen on 127.0.0.1");
        }

        await Coordinator.RunAsync(address, store, secret, times, webhook(), signOn(), certificate());
        return 0;
    }
    catch (FarmRequestException e)
    {
        return Fail(e.Message);
    }
    catch (Exception e) when (e is StoreUnavailableException or IOException or UnauthorizedAccessException)
    {
        Console.Error.WriteLine($"rk: {e.Message}");
        return 3;
    }
}

static int Fail(string message)
{
    Console.Error.WriteLine($"rk: {message}");
    return 2;
}
