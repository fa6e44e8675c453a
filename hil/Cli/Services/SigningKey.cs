// Keys that programs are signed with.

using System;
using System.Buffers.Binary;
using System.IO;
using System.Security.Cryptography;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli.Services;

/// <summary>A private key of ECDSA over P-256, from a PEM file.</summary>
internal sealed class SigningKey : IDisposable
{
    private readonly ECDsa _key;

    private SigningKey(ECDsa key) => _key = key;

    /// <summary>The private key in <paramref name="file"/>.</summary>
    /// <exception cref="ConfigurationException">There is none, or of another kind.</exception>
    public static SigningKey Private(string file)
    {
        ECDsa key = Read(file);
        try
        {
            _ = key.ExportParameters(includePrivateParameters: true);
            return new SigningKey(key);
        }
        catch (CryptographicException)
        {
            key.Dispose();
            throw new ConfigurationException($"{file} has a public key only: to sign takes the private one");
        }
    }

    /// <summary>The public half of the key in <paramref name="file"/>, private or public: x and y, 32 bytes each.</summary>
    /// <exception cref="ConfigurationException">There is none, or of another kind.</exception>
    public static byte[] Public(string file)
    {
        using ECDsa key = Read(file);
        return Point(key);
    }

    /// <summary>Makes <paramref name="file"/>, which only its owner may read, and the public key next to it, FILE.pub.</summary>
    /// <exception cref="ConfigurationException">One of the two is there already, or cannot be written.</exception>
    public static void Make(string file)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        try
        {
            Write(file, key.ExportPkcs8PrivateKeyPem(), UnixFileMode.UserRead | UnixFileMode.UserWrite);
            Write(
                file + ".pub",
                key.ExportSubjectPublicKeyInfoPem(),
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"no key is made: {e.Message}");
        }
    }

    /// <summary>The short name by which a person recognises a key: the first bytes of the SHA-256 of its public half.</summary>
    public uint Name => NameOf(Point(_key));

    /// <summary>The name of the key whose public half is <paramref name="point"/>, as <see cref="Public"/> reads it.</summary>
    public static uint NameOf(byte[] point) => BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(point));

    /// <summary>The signature of <paramref name="text"/>: r and s, 32 bytes each.</summary>
    public byte[] Sign(byte[] text) => _key.SignData(text, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    private static byte[] Point(ECDsa key)
    {
        ECPoint point = key.ExportParameters(includePrivateParameters: false).Q;
        return [.. point.X!, .. point.Y!];
    }

    private static void Write(string file, string text, UnixFileMode mode)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }

        using StreamWriter writer = new(file, options);
        writer.WriteLine(text);
    }

    private static ECDsa Read(string file)
    {
        ECDsa key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(file));
            if (key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value)
            {
                return key;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            key.Dispose();
            throw new ConfigurationException($"no key can be read: {e.Message}");
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            // Said below.
        }

        key.Dispose();
        throw new ConfigurationException($"{file} has no key of ECDSA over P-256 in PEM: rk service key FILE makes one");
    }
}
