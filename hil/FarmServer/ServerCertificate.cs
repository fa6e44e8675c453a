// The certificate that a coordinator shows to its clients.

using System;
using System.IO;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using RustKernel.Hil.FarmStore;

namespace RustKernel.Hil.FarmServer;

/// <summary>
/// A certificate with its chain and its key, from PEM files. It is read again when a file has changed, so that a renewed certificate
/// needs no restart. Thread-safe.
/// </summary>
internal sealed class ServerCertificate
{
    private static readonly TimeSpan s_checkInterval = TimeSpan.FromSeconds(2);
    private readonly Lock _lock = new();
    private readonly string _certificateFile;
    private readonly string _keyFile;
    private SslStreamCertificateContext _context;
    private (DateTime Certificate, DateTime Key) _read;
    private long _checkedAt;

    private ServerCertificate(string certificateFile, string keyFile)
    {
        _certificateFile = certificateFile;
        _keyFile = keyFile;
        _read = Written();
        _context = Read();
        _checkedAt = Environment.TickCount64;
    }

    /// <summary>The certificate that the options name; null when there are none.</summary>
    /// <exception cref="FarmRequestException">One of the two is missing, or a file cannot be read or has something else.</exception>
    public static ServerCertificate? Parse(string? certificateFile, string? keyFile)
    {
        bool hasCertificate = !string.IsNullOrEmpty(certificateFile);
        bool hasKey = !string.IsNullOrEmpty(keyFile);
        if (hasCertificate != hasKey)
        {
            throw new FarmRequestException("--certificate-file and --key-file belong together: give both, or neither");
        }

        try
        {
            return hasCertificate ? new ServerCertificate(certificateFile!, keyFile!) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new FarmRequestException(
                $"--certificate-file {certificateFile}, --key-file {keyFile}: {e.Message} (both are PEM, the key without a password)");
        }
    }

    /// <summary>What the next connection is shown. The old certificate stays when the new files cannot be read.</summary>
    public SslStreamCertificateContext Current()
    {
        lock (_lock)
        {
            if (Environment.TickCount64 - _checkedAt >= s_checkInterval.TotalMilliseconds)
            {
                _checkedAt = Environment.TickCount64;
                ReadAgain();
            }

            return _context;
        }
    }

    private void ReadAgain()
    {
        (DateTime, DateTime) written = Written();
        if (written == _read)
        {
            return;
        }

        // Files that cannot be used are reported once; when they change again, they are read again.
        _read = written;
        try
        {
            _context = Read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            Console.Error.WriteLine($"rk: the new certificate in {_certificateFile} cannot be used, the old one stays: {e.Message}");
        }
    }

    private (DateTime Certificate, DateTime Key) Written()
        => (File.GetLastWriteTimeUtc(_certificateFile), File.GetLastWriteTimeUtc(_keyFile));

    private SslStreamCertificateContext Read()
    {
        X509Certificate2 own = X509Certificate2.CreateFromPemFile(_certificateFile, _keyFile);
        X509Certificate2Collection chain = [];
        chain.ImportFromPemFile(_certificateFile);
        // Offline: no download of what the file leaves out.
        return SslStreamCertificateContext.Create(own, chain, offline: true);
    }
}
