// usage: BootArchive OUTPUT FILE...     each file goes in under its own name without folders, programs first, in the order given

using System;
using System.Collections.Generic;
using System.IO;
using RustKernel.Build.BootArchive;

if (args.Length < 1)
{
    Console.Error.WriteLine("usage: BootArchive OUTPUT FILE...");
    return 2;
}

List<(string Name, byte[] Contents)> programs = [];
Queue<(string Name, byte[] Contents)> others = [];
foreach (string path in args.AsSpan(1))
{
    if (!File.Exists(path))
    {
        Console.Error.WriteLine($"BootArchive: {path} does not exist: build the services first");
        return 1;
    }

    (string Name, byte[] Contents) file = (Path.GetFileName(path), File.ReadAllBytes(path));
    if (CpioWriter.IsProgram(file.Contents))
    {
        programs.Add(file);
    }
    else
    {
        others.Enqueue(file);
    }
}

// A program begins at a page, so there is room before it. Files that are no programs fill the room before the last one, so the
// others are found as fast as before.
using MemoryStream archive = new();
CpioWriter writer = new(archive);
for (int i = 0; i < programs.Count; i++)
{
    while (i == programs.Count - 1
        && others.TryPeek(out (string Name, byte[] Contents) other)
        && writer.FitsBefore(programs[i].Name, other.Name, other.Contents))
    {
        writer.Add(other.Name, other.Contents);
        others.Dequeue();
    }

    writer.Add(programs[i].Name, programs[i].Contents);
}

foreach ((string name, byte[] contents) in others)
{
    writer.Add(name, contents);
}

writer.Finish();
File.WriteAllBytes(args[0], archive.ToArray());
return 0;
