using System;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Specialized;
using System.Globalization;
using System.IO;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using System.Web;

namespace RustKernel.Farm.Tests;

/// <summary>
/// A small OpenID Connect provider, which a test can make lie: discovery, keys, codes with PKCE that count once, tokens
/// signed by RSA. Every caller gets a code, because this is for tests.
/// </summary>
internal sealed class SignOnServer : IDisposable
{
    public const string Client = "farm";
    public const string Secret = "the-farms-secret-there";
    private readonly HttpListener _listener = new();
    private readonly RSA _key = RSA.Create(2048);
    private readonly RSA _otherKey = RSA.Create(2048);
    private readonly ConcurrentDictionary<string, NameValueCollection> _codes = [];

    public SignOnServer()
    {
        using System.Net.Sockets.TcpListener free = new(IPAddress.Loopback, 0);
        free.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}");
        free.Stop();
        _listener.Prefixes.Add($"{Address}");
        _listener.Start();
        _ = ServeAsync();
    }

    public Uri Address { get; }

    /// <summary>The user it vouches for.</summary>
    public string Name { get; set; } = "carol";

    /// <summary>The user's groups there.</summary>
    public string[] Groups { get; set; } = ["lab-users"];

    /// <summary>What is wrong in its answers: nonce, key, audience, time, issuer, none.</summary>
    public string Lie { get; set; } = "";

    public void Dispose()
    {
        _listener.Close();
        _key.Dispose();
        _otherKey.Dispose();
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                HttpListenerContext context = await _listener.GetContextAsync();
                await AnswerAsync(context);
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        NameValueCollection query = context.Request.QueryString;
        switch (context.Request.Url!.AbsolutePath)
        {
            case "/.well-known/openid-configuration":
                await JsonAsync(context, new
                {
                    issuer = $"{Address}".TrimEnd('/'),
                    authorization_endpoint = $"{Address}authorize",
                    token_endpoint = $"{Address}token",
                    jwks_uri = $"{Address}keys",
                    response_types_supported = new[] { "code" },
                    subject_types_supported = new[] { "public" },
                    id_token_signing_alg_values_supported = new[] { "RS256" },
                });
                break;
            case "/keys":
                RSAParameters key = _key.ExportParameters(false);
                await JsonAsync(context, new
                {
                    keys = new[]
                    {
                        new { kty = "RSA", use = "sig", kid = "one", alg = "RS256", n = Text(key.Modulus!), e = Text(key.Exponent!) },
                    },
                });
                break;
            case "/authorize":
                string code = Text(RandomNumberGenerator.GetBytes(16));
                _codes[code] = query;
                context.Response.Redirect($"{query["redirect_uri"]}?code={code}&state={Uri.EscapeDataString(query["state"]!)}");
                context.Response.Close();
                break;
            default:
                await TokenAsync(context);
                break;
        }
    }

    private async Task TokenAsync(HttpListenerContext context)
    {
        using StreamReader reader = new(context.Request.InputStream);
        NameValueCollection form = HttpUtility.ParseQueryString(await reader.ReadToEndAsync());
        // A code counts once, for the browser that began, with the secret.
        if (!_codes.TryRemove(form["code"] ?? "", out NameValueCollection? asked)
            || form["client_secret"] != Secret
            || Text(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"] ?? ""))) != asked["code_challenge"])
        {
            context.Response.StatusCode = 400;
            await JsonAsync(context, new { error = "invalid_grant" });
            return;
        }

        await JsonAsync(context, new { access_token = "x", token_type = "Bearer", expires_in = 60, id_token = TokenFor(asked["nonce"]!) });
    }

    private string TokenFor(string nonce)
    {
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds() - (Lie == "time" ? 86_400 : 0);
        Dictionary<string, object> claims = new()
        {
            ["iss"] = Lie == "issuer" ? "http://evil.example" : $"{Address}".TrimEnd('/'),
            ["aud"] = Lie == "audience" ? "another" : Client,
            ["sub"] = "1234",
            ["iat"] = now,
            ["exp"] = now + 300,
            ["nonce"] = Lie == "nonce" ? "another" : nonce,
            ["preferred_username"] = Name,
            ["groups"] = Groups,
        };
        string algorithm = Lie == "none" ? "none" : "RS256";
        string head = Text(JsonSerializer.SerializeToUtf8Bytes(new { alg = algorithm, kid = "one", typ = "JWT" }));
        string text = string.Create(CultureInfo.InvariantCulture, $"{head}.{Text(JsonSerializer.SerializeToUtf8Bytes(claims))}");
        RSA key = Lie == "key" ? _otherKey : _key;
        byte[] signature = key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{text}.{(Lie == "none" ? "" : Text(signature))}";
    }

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);

    private static async Task JsonAsync<T>(HttpListenerContext context, T answer)
    {
        context.Response.ContentType = "application/json";
        await context.Response.OutputStream.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(answer));
        context.Response.Close();
    }
}
