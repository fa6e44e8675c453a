// The assemblies of a program and its libraries, without the core library: read together, so that each finds the others' types.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Mono.Cecil;

namespace RustKernel.Build.ImageCheck;

/// <summary>Reads assemblies, and writes them or copies the unchanged ones.</summary>
internal sealed class ProgramAssemblies : IAssemblyResolver
{
    private const string CoreLibrary = "CoreLib";

    private readonly Dictionary<string, (string Path, ModuleDefinition Module)> _all = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<ModuleDefinition> _changed = [];

    /// <summary>Reads <paramref name="program"/> and its libraries; leaves out the core library among them.</summary>
    internal ProgramAssemblies(string program, IEnumerable<string> libraries)
    {
        Program = Read(program);
        foreach (string library in libraries.Where(path => Path.GetFileNameWithoutExtension(path) != CoreLibrary))
        {
            Read(library);
        }
    }

    /// <summary>The program's own.</summary>
    internal ModuleDefinition Program { get; }

    /// <summary>All of them.</summary>
    internal IEnumerable<ModuleDefinition> Modules => _all.Values.Select(entry => entry.Module);

    /// <summary>The type that <paramref name="type"/>, or its element type, refers to; null: it belongs to the core library.</summary>
    internal TypeDefinition? Find(TypeReference? type) => type?.GetElementType() switch
    {
        TypeDefinition definition => definition,
        GenericParameter or null => null,
        { Scope: AssemblyNameReference name } element when _all.TryGetValue(name.Name, out var entry) =>
            entry.Module.GetType(element.FullName),
        _ => null,
    };

    /// <summary>Marks <paramref name="module"/> as changed since it was read.</summary>
    internal void SetChanged(ModuleDefinition module) => _changed.Add(module);

    /// <summary>Writes all into <paramref name="folder"/>, each with its symbols beside it.</summary>
    internal void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach ((string path, ModuleDefinition module) in _all.Values)
        {
            string output = Path.Combine(folder, Path.GetFileName(path));
            if (_changed.Contains(module))
            {
                module.Write(output, new WriterParameters { WriteSymbols = module.HasSymbols, DeterministicMvid = true });
                continue;
            }

            File.Copy(path, output, true);
            if (module.HasSymbols)
            {
                File.Copy(Path.ChangeExtension(path, ".pdb"), Path.ChangeExtension(output, ".pdb"), true);
            }
        }
    }

    public AssemblyDefinition Resolve(AssemblyNameReference name) => _all.TryGetValue(name.Name, out var entry)
        ? entry.Module.Assembly
        : throw new AssemblyResolutionException(name);

    public AssemblyDefinition Resolve(AssemblyNameReference name, ReaderParameters parameters) => Resolve(name);

    public void Dispose()
    {
        foreach (ModuleDefinition module in Modules)
        {
            module.Dispose();
        }
    }

    private ModuleDefinition Read(string path)
    {
        ModuleDefinition module = ModuleDefinition.ReadModule(
            path,
            new ReaderParameters
            {
                ReadSymbols = File.Exists(Path.ChangeExtension(path, ".pdb")),
                InMemory = true,
                AssemblyResolver = this,
            });
        _all[module.Assembly.Name.Name] = (path, module);
        return module;
    }
}
