// The console as a plain file.

using System.Collections.Generic;
using System.IO;
using RustKernel.Hil.Events;

namespace RustKernel.Hil.Reports.Consoles;

/// <summary>Writes what the machine sent, byte for byte. Nothing is kept in memory.</summary>
public static class ConsoleFile
{
    /// <summary>
    /// Writes the consoles of the event logs <paramref name="logs"/>, one after the other, to the
    /// file at <paramref name="path"/>.
    /// </summary>
    /// <exception cref="IOException">A log cannot be read, or the file not be written.</exception>
    /// <exception cref="InvalidDataException">One is no event log.</exception>
    public static void Write(string path, IEnumerable<string> logs)
    {
        using FileStream file = File.Create(path);
        foreach (string log in logs)
        {
            foreach (LogEvent logged in EventLogReader.Open(log).Events())
            {
                if (logged.Kind == EventKind.SerialReceived)
                {
                    file.Write(logged.Data.Span);
                }
            }
        }
    }
}
