using System;
using System.IO;
using RustKernel.Hil.FarmStore;

namespace RustKernel.Hil.FarmServer;

/// <summary>Where notices go.</summary>
/// <param name="Address">An http or https address.</param>
/// <param name="Secret">What they are signed with.</param>
internal sealed record WebhookOptions(Uri Address, string Secret)
{
    private const int LeastSecret = 16;

    /// <summary>The options of a command line; null without an address.</summary>
    /// <exception cref="FarmRequestException">One of them is wrong.</exception>
    public static WebhookOptions? Parse(string? address, string? secretFile)
    {
        if (string.IsNullOrEmpty(address))
        {
            return null;
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0)
        {
            throw new FarmRequestException(
                $"--webhook is an address that begins with http:// or https:// and has no password, not {address}");
        }

        if (string.IsNullOrEmpty(secretFile))
        {
            throw new FarmRequestException("--webhook needs --webhook-secret-file: the receiver must be able to see whose notice it is");
        }

        string secret = File.ReadAllText(secretFile).Trim();
        return secret.Length >= LeastSecret
            ? new WebhookOptions(uri, secret)
            : throw new FarmRequestException($"--webhook-secret-file: the secret in {secretFile} has fewer than {LeastSecret} letters");
    }
}
