// The parts of .NET that use OpenSSL: digests, ciphers, signatures, certificates, random numbers, and TLS in both directions over
// loopback.
// Keys differ from run to run; the output does not.

using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

internal static class SecureProgram
{
    private const int PieceBytes = 100_000;
    private static readonly byte[] s_text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 500).Select(i => $"line {i}\n")));

    internal static async Task Main()
    {
        Digests();
        Ciphers();
        Signatures();
        Agreement();
        Randomness();
        using X509Certificate2 authority = MakeAuthority(out ECDsa authorityKey);
        using X509Certificate2 server = MakeServer(authority, authorityKey);
        Console.WriteLine($"chain {IsTrusted(server, authority)}, alone {IsTrusted(server, server)}");
        foreach (SslProtocols protocol in (SslProtocols[])[SslProtocols.Tls12, SslProtocols.Tls13])
        {
            await Converse(server, authority, protocol);
        }

        await RefuseAsync(server);
        await AskOverHttpAsync(server, authority);
    }

    private static void Digests()
    {
        Console.WriteLine($"MD5 {Convert.ToHexString(MD5.HashData(s_text))}");
        Console.WriteLine($"SHA1 {Convert.ToHexString(SHA1.HashData(s_text))}");
        Console.WriteLine($"SHA256 {Convert.ToHexString(SHA256.HashData(s_text))}");
        Console.WriteLine($"SHA512 {Convert.ToHexString(SHA512.HashData(s_text))}");
        Console.WriteLine($"SHA3 {(SHA3_256.IsSupported ? Convert.ToHexString(SHA3_256.HashData(s_text)) : "none")}");
        Console.WriteLine($"HMAC {Convert.ToHexString(HMACSHA256.HashData("key"u8, s_text))}");
        byte[] derived = Rfc2898DeriveBytes.Pbkdf2("secret", "saltsalt"u8, 1000, HashAlgorithmName.SHA256, 32);
        Console.WriteLine($"PBKDF2 {Convert.ToHexString(derived)}");
        Console.WriteLine($"HKDF {Convert.ToHexString(HKDF.DeriveKey(HashAlgorithmName.SHA256, "secret"u8.ToArray(), 32))}");
    }

    private static void Ciphers()
    {
        byte[] key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
        using Aes aes = Aes.Create();
        aes.Key = key;
        byte[] cipher = aes.EncryptCbc(s_text, key.AsSpan(0, 16));
        bool isBack = aes.DecryptCbc(cipher, key.AsSpan(0, 16)).AsSpan().SequenceEqual(s_text);
        Console.WriteLine($"AES-CBC {Convert.ToHexString(SHA256.HashData(cipher))} {isBack}");
        byte[] sealedText = new byte[s_text.Length];
        byte[] tag = new byte[16];
        using AesGcm gcm = new(key, 16);
        gcm.Encrypt(key.AsSpan(0, 12), s_text, sealedText, tag);
        Console.WriteLine($"AES-GCM {Convert.ToHexString(tag)}");
        tag[0] ^= 1;
        try
        {
            gcm.Decrypt(key.AsSpan(0, 12), sealedText, tag, new byte[s_text.Length]);
        }
        catch (AuthenticationTagMismatchException)
        {
            Console.WriteLine("a changed tag is found");
        }

        if (ChaCha20Poly1305.IsSupported)
        {
            using ChaCha20Poly1305 other = new(key);
            other.Encrypt(key.AsSpan(0, 12), s_text, sealedText, tag);
            Console.WriteLine($"ChaCha20-Poly1305 {Convert.ToHexString(tag)}");
        }
    }

    private static void Signatures()
    {
        using RSA rsa = RSA.Create(2048);
        byte[] signature = rsa.SignData(s_text, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
        Console.WriteLine($"RSA {signature.Length} {rsa.VerifyData(s_text, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss)}");
        using RSA copy = RSA.Create();
        copy.ImportFromPem(rsa.ExportRSAPrivateKeyPem());
        byte[] secret = rsa.Encrypt("secret"u8, RSAEncryptionPadding.OaepSHA256);
        Console.WriteLine($"RSA again {copy.Decrypt(secret, RSAEncryptionPadding.OaepSHA256).Length}");
        foreach (ECCurve curve in (ECCurve[])[ECCurve.NamedCurves.nistP256, ECCurve.NamedCurves.nistP521])
        {
            using ECDsa key = ECDsa.Create(curve);
            byte[] made = key.SignData(s_text, HashAlgorithmName.SHA384);
            bool isGood = key.VerifyData(s_text, made, HashAlgorithmName.SHA384);
            made[5] ^= 1;
            Console.WriteLine($"ECDSA {key.KeySize} {isGood}, changed {key.VerifyData(s_text, made, HashAlgorithmName.SHA384)}");
        }
    }

    private static void Agreement()
    {
        using ECDiffieHellman one = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        using ECDiffieHellman other = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        byte[] secret = one.DeriveKeyFromHash(other.PublicKey, HashAlgorithmName.SHA256);
        Console.WriteLine($"ECDH {secret.AsSpan().SequenceEqual(other.DeriveKeyFromHash(one.PublicKey, HashAlgorithmName.SHA256))}");
    }

    private static void Randomness()
    {
        byte[] bytes = RandomNumberGenerator.GetBytes(100_000);
        int ones = bytes.Sum(value => int.PopCount(value));
        Console.WriteLine($"random: near half {Math.Abs(ones - 400_000) < 4_000}, values {bytes.Distinct().Count()}, "
            + $"below ten {RandomNumberGenerator.GetInt32(10) < 10}, "
            + $"again {RandomNumberGenerator.GetHexString(32) != RandomNumberGenerator.GetHexString(32)}");
    }

    private static X509Certificate2 MakeAuthority(out ECDsa key)
    {
        key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=an authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
    }

    private static X509Certificate2 MakeServer(X509Certificate2 authority, ECDsa authorityKey)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 signed = request.Create(
            authority.SubjectName, X509SignatureGenerator.CreateForECDsa(authorityKey), authority.NotBefore, authority.NotAfter, [1, 2, 3]);
        using X509Certificate2 whole = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12, "word"), "word");
    }

    private static bool IsTrusted(X509Certificate2 certificate, X509Certificate2 root)
    {
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }

    // A client that trusts the authority; the server echoes.
    private static async Task Converse(X509Certificate2 certificate, X509Certificate2 authority, SslProtocols protocol)
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Task server = EchoAsync(listener, certificate);
        using TcpClient client = new();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using SslStream stream = new(client.GetStream(), false, (_, shown, _, _) => IsTrusted(new X509Certificate2(shown!), authority));
        SslClientAuthenticationOptions options = new() { TargetHost = "localhost", EnabledSslProtocols = protocol };
        await stream.AuthenticateAsClientAsync(options);
        byte[] sent = new byte[PieceBytes];
        new Random(5).NextBytes(sent);
        byte[] back = new byte[PieceBytes];
        Task writing = stream.WriteAsync(sent).AsTask();
        await stream.ReadExactlyAsync(back);
        await writing;
        Console.WriteLine($"{stream.SslProtocol} {stream.NegotiatedCipherSuite} {back.AsSpan().SequenceEqual(sent)}");
        await stream.ShutdownAsync();
        await server;
    }

    private static async Task EchoAsync(TcpListener listener, X509Certificate2 certificate)
    {
        using TcpClient client = await listener.AcceptTcpClientAsync();
        using SslStream stream = new(client.GetStream());
        await stream.AuthenticateAsServerAsync(certificate);
        byte[] piece = new byte[5000];
        int bytes = 1;
        for (int all = 0; all < PieceBytes && bytes != 0;)
        {
            bytes = await stream.ReadAsync(piece);
            await stream.WriteAsync(piece.AsMemory(0, bytes));
            all += bytes;
        }
    }

    // The authority is not trusted.
    private static async Task RefuseAsync(X509Certificate2 certificate)
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Task server = EchoAsync(listener, certificate);
        using TcpClient client = new();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using SslStream stream = new(client.GetStream());
        try
        {
            await stream.AuthenticateAsClientAsync("localhost");
            Console.WriteLine("a stranger is trusted");
        }
        catch (AuthenticationException)
        {
            Console.WriteLine("a stranger is refused");
        }

        client.Close();
        await server.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private static async Task AskOverHttpAsync(X509Certificate2 certificate, X509Certificate2 authority)
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Task server = AnswerAsync(listener, certificate);
        using HttpClientHandler handler = new()
        {
            ServerCertificateCustomValidationCallback = (_, shown, _, _) => IsTrusted(shown!, authority),
        };
        using HttpClient client = new(handler);
        string said = await client.GetStringAsync($"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        Console.WriteLine($"https: {said}");
        await server;
    }

    private static async Task AnswerAsync(TcpListener listener, X509Certificate2 certificate)
    {
        using TcpClient client = await listener.AcceptTcpClientAsync();
        using SslStream stream = new(client.GetStream());
        await stream.AuthenticateAsServerAsync(certificate);
        using StreamReader reader = new(stream, leaveOpen: true);
        while (await reader.ReadLineAsync() is { Length: > 0 })
        {
        }

        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nsecure"u8.ToArray());
        await stream.ShutdownAsync();
    }
}
