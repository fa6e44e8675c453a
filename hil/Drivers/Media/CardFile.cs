// A card's image in a file.

using System.Globalization;
using System.Text.Json.Nodes;
using System.Threading;
using RustKernel.Flash.Images;
using RustKernel.Hil.Events;

namespace RustKernel.Hil.Drivers.Media;

/// <summary>Writes the image to a file, from which a card emulator or a virtual board reads it, and reads it back.</summary>
public sealed class CardFile : IBootMedia
{
    private readonly EventLogWriter _log;
    private readonly string _file;

    /// <summary>A card at <paramref name="file"/>.</summary>
    public CardFile(EventLogWriter log, string file)
    {
        _log = log;
        _file = file;
    }

    /// <inheritdoc/>
    public void Prepare(BootJob job, CancellationToken deadline)
    {
        using CardImage image = new(job);
        deadline.ThrowIfCancellationRequested();
        try
        {
            long written = ImageWriter.WriteFile(image.Path, image.Manifest, _file);
            _log.Append(EventKind.Media, new JsonObject
            {
                ["driver"] = "sd-file",
                ["what"] = $"{_file}: {image.Manifest.Size.ToString(CultureInfo.InvariantCulture)} bytes, {written.ToString(CultureInfo.InvariantCulture)} written, read back",
                ["sha256"] = image.Manifest.Sha256,
            });
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
}
