// A log of one JSON object a line.

using System;
using System.IO;
using System.Text.Json;
using System.Threading;

namespace RustKernel.Hil.Cli;

/// <summary>
/// Writes each entry at once. When the disk is full, it says so once and stops logging; the logged work continues.
/// </summary>
internal sealed class JsonLines : IDisposable
{
    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly Action<string> _complain;
    private Stream? _file;

    /// <summary>Begins a new file.</summary>
    /// <param name="path">Where; "-" is standard output.</param>
    /// <param name="complain">Called when logging stops early.</param>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public JsonLines(string path, Action<string> complain)
    {
        _path = path;
        _complain = complain;
        // Without a buffer: an entry is in the file or it is an error here, not when the file is closed.
        _file = path == JsonOption.StandardOutput
            ? Console.OpenStandardOutput()
            : new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
    }

    /// <summary>Adds an entry.</summary>
    public void Add(object entry)
    {
        lock (_gate)
        {
            try
            {
                _file?.Write([.. JsonSerializer.SerializeToUtf8Bytes(entry), (byte)'\n']);
            }
            catch (IOException e)
            {
                Dispose();
                _complain($"{_path}: {e.Message}; the log ends here");
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _file?.Dispose();
            _file = null;
        }
    }
}
