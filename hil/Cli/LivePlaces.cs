// Shows on a live console where in the sources a program failed.

using System.Collections.Generic;
using System.Linq;
using System.Text;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Reports.Symbols;

namespace RustKernel.Hil.Cli;

/// <summary>Watches the console's lines for addresses of programs; each address's place is shown below its line.</summary>
internal sealed class LivePlaces
{
    private const int MostLine = 400;

    // Each costs a call of llvm-symbolizer.
    private const int MostLooks = 200;
    private readonly StringBuilder _line = new();
    private int _looks;

    /// <summary>Takes a byte of the console; what is to be shown below the line that it ends.</summary>
    public string Take(byte value)
    {
        if (value != (byte)'\n')
        {
            if (_line.Length < MostLine)
            {
                _line.Append((char)value);
            }

            return "";
        }

        string line = _line.ToString();
        _line.Clear();
        return ProgramPlaces.IsIn(line) && _looks++ < MostLooks ? Below(line.TrimEnd('\r')) : "";
    }

    private string Below(string line)
    {
        try
        {
            // Made at each failure: a program may have been built since the last one.
            ProgramPlaces places = new(
                new ProgramFiles(Repository.Artifact("services")),
                (file, addresses) => Symbolizer.Locate(file, Repository.Root, addresses));
            IReadOnlyList<string> lines = places.Annotate([line]);
            string place = lines[0].Length > line.Length ? lines[0][line.Length..].Trim() : places.Problems.FirstOrDefault("nothing known");
            return string.Join("", lines.Skip(1).Prepend("      " + place).Select(text => text + "\r\n"));
        }
        catch (InfrastructureException e)
        {
            return $"      {e.Message}\r\n";
        }
    }
}
