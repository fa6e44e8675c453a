// The part of SSH.NET's API that the adapter uses, with a fake behind it.
using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace Renci.SshNet.Common
{
    public class SshException(string message) : Exception(message);
}

namespace Renci.SshNet
{
    public sealed class PrivateKeyFile(string fileName)
    {
        public string FileName { get; } = fileName;
    }

    public sealed class SshClient(string host, string username, PrivateKeyFile key) : IDisposable
    {
        public static bool Refuses { get; set; }

        public static string LastCommand { get; private set; } = "";

        public string Login { get; } = $"{username}@{host} {key.FileName}";

        public Task ConnectAsync(CancellationToken cancellationToken) => Refuses ? throw new Common.SshException("permission denied") : Task.CompletedTask;

        public SshCommand CreateCommand(string commandText)
        {
            LastCommand = commandText;
            return new SshCommand();
        }

        public void Disconnect()
        {
        }

        public void Dispose()
        {
        }
    }

    public sealed class SshCommand : IDisposable
    {
        public static MemoryStream Output { get; set; } = new();

        public static MemoryStream Input { get; } = new();

        public Stream OutputStream { get; } = Output;

        public IAsyncResult BeginExecute() => new TaskCompletionSource().Task;

        public Stream CreateInputStream() => Input;

        public void Dispose()
        {
        }
    }
}
