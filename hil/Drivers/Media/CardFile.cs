// A card's image in a file.

using System.Globalization;
using System.Text.Json.Nodes;
using System.Threading;
using RustKernel.Flash.Images;
using RustKernel.Hil.Drivers.Remote;
using RustKernel.Hil.Events;
using RustKernel.Hil.Targets.Settings;

namespace RustKernel.Hil.Drivers.Media;

/// <summary>Writes the image to a file and reads it back. A card emulator or a virtual board uses the file.</summary>
public sealed class CardFile : IBootMedia
{
    private readonly EventLogWriter _log;
    private readonly string _file;
    private readonly HostDefinition? _host;

    /// <summary>A card at <paramref name="file"/>, here or on <paramref name="host"/>.</summary>
    public CardFile(EventLogWriter log, string file, HostDefinition? host)
    {
        _log = log;
        _file = file;
        _host = host;
    }

    /// <inheritdoc/>
    public void Prepare(BootJob job, CancellationToken deadline)
    {
        using CardImage image = new(job);
        deadline.ThrowIfCancellationRequested();
        if (_host is not null)
        {
            RemoteFiles.Put(_host, image.Path, _file, deadline);
            Log($"{_host.Name}:{_file}", image, image.Manifest.Size);
            return;
        }

        try
        {
            long written = ImageWriter.WriteFile(image.Path, image.Manifest, _file);
            Log(_file, image, written);
        }
        catch (ImageException e)
        {
            throw new InfrastructureException(e.Message);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void Log(string where, CardImage image, long written)
        => _log.Append(EventKind.Media, new JsonObject
        {
            ["driver"] = "sd-file",
            ["what"] = $"{where}: {image.Manifest.Size.ToString(CultureInfo.InvariantCulture)} bytes, "
                + $"{written.ToString(CultureInfo.InvariantCulture)} written, read back",
            ["sha256"] = image.Manifest.Sha256,
        });
}
