// A coordinator with a certificate.

using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using RustKernel.Hil.Farm;
using Xunit;

namespace RustKernel.Farm.Tests;

public sealed class TlsTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    private readonly string _folder = Directory.CreateTempSubdirectory("farm-tls").FullName;

    private string CertificateFile => Path.Combine(_folder, "farm.pem");

    private string KeyFile => Path.Combine(_folder, "farm.key");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Clients_that_trust_the_certificate_are_served_and_others_learn_why_not()
    {
        using X509Certificate2 certificate = Make("first");
        using CoordinatorProcess coordinator = Start();
        Assert.Equal("[]", await AskAsync(coordinator, certificate));
        using FarmClient stranger = new([Https(coordinator)], null);
        FarmUnreachableException refused = await Assert.ThrowsAsync<FarmUnreachableException>(() => stranger.BoardsAsync(default));
        Assert.Contains("certificate", refused.Message, StringComparison.Ordinal);
        Assert.Contains("SSL_CERT_FILE", refused.Message, StringComparison.Ordinal);
        using FarmClient plain = new([coordinator.Address], null);
        await Assert.ThrowsAsync<FarmUnreachableException>(() => plain.BoardsAsync(default));
        using HttpClient old = Trusting(certificate, SslProtocolsOf("Tls11"));
        await Assert.ThrowsAsync<HttpRequestException>(() => old.GetStringAsync(new Uri(Https(coordinator), "boards")));
    }

    [Fact]
    public async Task A_renewed_certificate_needs_no_restart_and_a_broken_one_leaves_the_old()
    {
        using X509Certificate2 first = Make("first");
        using CoordinatorProcess coordinator = Start();
        await File.WriteAllTextAsync(CertificateFile, "no certificate");
        await UntilAsync(
            () => Task.FromResult(coordinator.Said.Contains("the old one stays", StringComparison.Ordinal)),
            coordinator,
            first);
        Assert.Equal("[]", await AskAsync(coordinator, first));
        using X509Certificate2 second = Make("second");
        await UntilAsync(async () => await TryAsync(coordinator, second), coordinator, first);
        Assert.Equal("[]", await AskAsync(coordinator, second));
    }

    [Theory]
    [InlineData(true, false, "belong together")]
    [InlineData(false, true, "belong together")]
    [InlineData(true, true, "both are PEM")]
    public void Files_that_do_not_do_are_named(bool hasCertificate, bool hasKey, string words)
    {
        File.WriteAllText(CertificateFile, "no certificate");
        File.WriteAllText(KeyFile, "no key");
        List<string> options = [];
        options.AddRange(hasCertificate ? ["--certificate-file", CertificateFile] : []);
        options.AddRange(hasKey ? ["--key-file", KeyFile] : []);
        InvalidOperationException refused = Assert.Throws<InvalidOperationException>(
            () => new CoordinatorProcess(Path.Combine(_folder, "farm.db"), [.. options]));
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    private CoordinatorProcess Start()
        => new(Path.Combine(_folder, "farm.db"), "--certificate-file", CertificateFile, "--key-file", KeyFile);

    private static Uri Https(CoordinatorProcess coordinator) => new UriBuilder(coordinator.Address) { Scheme = "https" }.Uri;

    private static async Task<string> AskAsync(CoordinatorProcess coordinator, X509Certificate2 trusted)
    {
        using HttpClient client = Trusting(trusted, SslProtocols.None);
        return await client.GetStringAsync(new Uri(Https(coordinator), "boards"));
    }

    private static async Task<bool> TryAsync(CoordinatorProcess coordinator, X509Certificate2 trusted)
    {
        try
        {
            return await AskAsync(coordinator, trusted) == "[]";
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Waits for a condition. The coordinator looks at its files only when somebody connects.</summary>
    private static async Task UntilAsync(Func<Task<bool>> condition, CoordinatorProcess coordinator, X509Certificate2 trusted)
    {
        DateTime deadline = DateTime.UtcNow + s_patience;
        while (!await condition())
        {
            Assert.True(DateTime.UtcNow < deadline, coordinator.Said);
            await TryAsync(coordinator, trusted);
            await Task.Delay(200);
        }
    }

    private static HttpClient Trusting(X509Certificate2 certificate, SslProtocols protocols)
    {
        SocketsHttpHandler handler = new() { UseProxy = false };
        handler.SslOptions.EnabledSslProtocols = protocols;
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            CustomTrustStore = { certificate },
        };
        return new HttpClient(handler) { Timeout = s_patience };
    }

    // By name: the compiler calls the member obsolete, and being refused is what the test wants of it.
    private static SslProtocols SslProtocolsOf(string name) => Enum.Parse<SslProtocols>(name);

    /// <summary>A certificate for 127.0.0.1 that signs itself, in the two files.</summary>
    private X509Certificate2 Make(string name)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        File.WriteAllText(KeyFile, key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(CertificateFile, certificate.ExportCertificatePem());
        return certificate;
    }
}
