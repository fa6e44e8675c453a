using System;
using System.IO;
using RustKernel.Services.Files;
using RustKernel.Services.FileSystems.Updates;
using RustKernel.Services.Text;

namespace RustKernel.Services.Shell;

/// <summary>Files of /boot by name, for updates.</summary>
internal sealed class MountedBoot : BootFiles
{
    private const string Service = "boot";
    private const string Root = "/boot/";

    /// <inheritdoc/>
    public override bool Exists(string name) => File.Exists(Root + name);

    /// <inheritdoc/>
    public override int Read(string name, long position, Span<byte> data)
    {
        using FileStream file = File.OpenRead(Root + name);
        file.Position = position;
        int total = 0;
        for (int count = file.Read(data); count > 0; count = file.Read(data.Slice(total)))
        {
            total += count;
        }

        return total;
    }

    /// <inheritdoc/>
    public override void Create(string name) => File.Create(Root + name).Dispose();

    /// <inheritdoc/>
    public override void Write(string name, long position, ReadOnlySpan<byte> data)
    {
        using FileStream file = new(Root + name, FileMode.Open, FileAccess.Write);
        file.Position = position;
        file.Write(data);
    }

    /// <inheritdoc/>
    public override void Remove(string name) => File.Delete(Root + name);

    /// <summary>Restarts the service: it loses what it had in memory, and reads the disk.</summary>
    public override void Settle()
    {
        ErrorCode error = Mounts.Sync(Service);
        error = error == ErrorCode.None ? InitClient.Command(Service, ServiceCommand.Restart) : error;
        if (error != ErrorCode.None)
        {
            throw new IOException($"/boot cannot be synced: {FaultText.Of(error)}");
        }
    }
}
