// Files on a host, through SFTP.

using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using System.Threading;
using Renci.SshNet;
using Renci.SshNet.Common;
using RustKernel.Hil.Targets.Settings;

namespace RustKernel.Hil.Drivers.Remote;

/// <summary>Copies artifacts there, and reads them back.</summary>
internal static class RemoteFiles
{
    private const string Partial = ".part";
    private static readonly TimeSpan s_operationLimit = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Makes the file at <paramref name="remotePath"/> equal to the one at <paramref name="localPath"/>. An existing file is replaced only
    /// when the new one is complete and reads back correctly.
    /// </summary>
    /// <exception cref="InfrastructureException">The host cannot be reached, the file cannot be
    /// written, or it reads back differently.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="deadline"/> passed first.</exception>
    public static void Put(HostDefinition host, string localPath, string remotePath, CancellationToken deadline)
    {
        byte[] expected = new byte[SHA256.HashSizeInBytes];
        byte[] found = Do(host, $"{remotePath} cannot be written there", deadline, client =>
        {
            using (FileStream file = File.OpenRead(localPath))
            {
                SHA256.HashData(file, expected);
                file.Position = 0;
                client.UploadFile(file, remotePath + Partial, _ => deadline.ThrowIfCancellationRequested());
            }

            byte[] hash = Hash(client, remotePath + Partial, deadline);
            if (hash.AsSpan().SequenceEqual(expected))
            {
                client.RenameFile(remotePath + Partial, remotePath, isPosix: true);
            }

            return hash;
        });
        if (!found.AsSpan().SequenceEqual(expected))
        {
            throw new InfrastructureException($"host {host.Name}: {remotePath} reads back differently from what was written");
        }
    }

    /// <summary>Copies the file at <paramref name="remotePath"/> to <paramref name="local"/>.</summary>
    /// <exception cref="InfrastructureException">The host cannot be reached, or the file cannot be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="deadline"/> passed first.</exception>
    public static void Get(HostDefinition host, string remotePath, Stream local, CancellationToken deadline)
        => Do(host, $"{remotePath} cannot be read there", deadline, client =>
        {
            client.DownloadFile(remotePath, local, _ => deadline.ThrowIfCancellationRequested());
            return true;
        });

    private static byte[] Hash(SftpClient client, string path, CancellationToken deadline)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using Stream file = client.OpenRead(path);
        byte[] buffer = new byte[64 * 1024];
        for (int count = file.Read(buffer); count > 0; count = file.Read(buffer))
        {
            deadline.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, count);
        }

        return hash.GetHashAndReset();
    }

    private static T Do<T>(HostDefinition host, string failure, CancellationToken deadline, Func<SftpClient, T> act)
    {
        List<IDisposable> jumps = [];
        try
        {
            using SftpClient client = SshHost.Of(host).Files(jumps, deadline);
            client.OperationTimeout = s_operationLimit;
            return act(client);
        }
        catch (Exception e) when (e is SshException || (SshHost.IsConnectionFailure(e) && e is not InfrastructureException))
        {
            throw new InfrastructureException($"host {host.Name}: {failure}: {e.Message}");
        }
        finally
        {
            for (int index = jumps.Count - 1; index >= 0; index--)
            {
                SshHost.End(jumps[index]);
            }
        }
    }
}
