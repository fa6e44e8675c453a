// usage: BootArchive OUTPUT FILE...     each file goes in under its own name without folders, in the order given

using System;
using System.IO;
using RustKernel.Build.BootArchive;

if (args.Length < 1)
{
    Console.Error.WriteLine("usage: BootArchive OUTPUT FILE...");
    return 2;
}

using MemoryStream archive = new();
CpioWriter writer = new(archive);
foreach (string path in args.AsSpan(1))
{
    if (!File.Exists(path))
    {
        Console.Error.WriteLine($"BootArchive: {path} does not exist: build the services first");
        return 1;
    }

    writer.Add(Path.GetFileName(path), File.ReadAllBytes(path));
}

writer.Finish();
File.WriteAllBytes(args[0], archive.ToArray());
return 0;
