// Generic virtual methods, which .NET finds at run time: before a program is compiled ahead of time, each of its calls becomes one of a
// function that tests the object's type and calls the method of that class. All classes of the program are known here.

using System.Collections.Generic;
using System.IO;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;
using ILInstruction = Mono.Cecil.Cil.Instruction;

namespace RustKernel.Build.ImageCheck;

/// <summary>Rewrites the calls of one assembly.</summary>
internal sealed class GenericVirtuals
{
    private readonly ModuleDefinition _module;
    private readonly Dictionary<MethodDefinition, MethodDefinition> _functions = [];
    private readonly List<TypeDefinition> _types;
    private readonly TypeReference _object;
    private TypeDefinition? _holder;

    private GenericVirtuals(ModuleDefinition module)
    {
        _module = module;
        _types = [.. module.GetTypes().OrderByDescending(Depth)];

        // The library that knows the names of the core types is not ours.
        _object = module.GetTypeReferences().FirstOrDefault(type => type.FullName == "System.Object") ?? module.TypeSystem.Object;
    }

    /// <summary>Writes <paramref name="input"/> to <paramref name="output"/>, with its symbols beside it.</summary>
    internal static void Rewrite(string input, string output)
    {
        string symbols = Path.ChangeExtension(input, ".pdb");
        bool hasSymbols = File.Exists(symbols);
        using (ModuleDefinition module = ModuleDefinition.ReadModule(
            input,
            new ReaderParameters { ReadSymbols = hasSymbols, InMemory = true }))
        {
            if (new GenericVirtuals(module).RewriteCalls())
            {
                module.Write(output, new WriterParameters { WriteSymbols = hasSymbols, DeterministicMvid = true });
                return;
            }
        }

        File.Copy(input, output, true);
        if (hasSymbols)
        {
            File.Copy(symbols, Path.ChangeExtension(output, ".pdb"), true);
        }
    }

    private bool RewriteCalls()
    {
        // The functions come later: they are not rewritten.
        List<MethodDefinition> methods = [.. _types.SelectMany(type => type.Methods).Where(method => method.HasBody)];
        bool isAny = false;
        foreach (MethodDefinition method in methods)
        {
            foreach (ILInstruction call in method.Body.Instructions.Where(i => i.OpCode == OpCodes.Callvirt).ToList())
            {
                isAny |= RewriteCall(method, call);
            }
        }

        return isAny;
    }

    private bool RewriteCall(MethodDefinition caller, ILInstruction call)
    {
        if (call.Operand is not GenericInstanceMethod called || Known(called) is not { IsVirtual: true, IsStatic: false } target)
        {
            return false;
        }

        ILInstruction? constraint = call.Previous?.OpCode == OpCodes.Constrained ? call.Previous : null;
        if (constraint?.Operand is GenericParameter { HasNotNullableValueTypeConstraint: true })
        {
            return false;
        }

        GenericInstanceMethod function = new(FunctionOf(Root(target)));
        foreach (TypeReference argument in called.GenericArguments)
        {
            function.GenericArguments.Add(argument);
        }

        if (constraint is not null)
        {
            BoxReceiver(caller, called, constraint);
        }

        call.OpCode = OpCodes.Call;
        call.Operand = function;
        return true;
    }

    // The receiver's address lies below the arguments: they are put aside, and it becomes an object.
    private void BoxReceiver(MethodDefinition caller, GenericInstanceMethod called, ILInstruction constraint)
    {
        ILProcessor code = caller.Body.GetILProcessor();
        TypeReference receiver = (TypeReference)constraint.Operand;
        List<VariableDefinition> arguments = [];
        foreach (ParameterDefinition parameter in called.ElementMethod.Parameters)
        {
            VariableDefinition argument = new(Mapped(parameter.ParameterType, [.. called.GenericArguments]));
            arguments.Add(argument);
            caller.Body.Variables.Add(argument);
        }

        List<ILInstruction> added = [.. Enumerable.Reverse(arguments).Select(argument => code.Create(OpCodes.Stloc, argument))];
        added.Add(code.Create(OpCodes.Ldobj, receiver));
        added.Add(code.Create(OpCodes.Box, receiver));
        added.AddRange(arguments.Select(argument => code.Create(OpCodes.Ldloc, argument)));

        // A jump to the call lands on the constraint, so that stays, as the first of them.
        ILInstruction last = constraint;
        (constraint.OpCode, constraint.Operand) = (OpCodes.Nop, null);
        foreach (ILInstruction instruction in added)
        {
            code.InsertAfter(last, instruction);
            last = instruction;
        }
    }

    private MethodDefinition FunctionOf(MethodDefinition root)
    {
        if (_functions.TryGetValue(root, out MethodDefinition? function))
        {
            return function;
        }

        function = new MethodDefinition(
            $"{root.DeclaringType.FullName}.{root.Name}",
            MethodAttributes.Assembly | MethodAttributes.Static | MethodAttributes.HideBySig,
            _module.TypeSystem.Void);
        _functions.Add(root, function);
        foreach (GenericParameter parameter in root.GenericParameters)
        {
            function.GenericParameters.Add(new GenericParameter(parameter.Name, function) { Attributes = parameter.Attributes });
        }

        foreach ((GenericParameter parameter, GenericParameter own) in root.GenericParameters.Zip(function.GenericParameters))
        {
            foreach (GenericParameterConstraint constraint in parameter.Constraints)
            {
                own.Constraints.Add(new GenericParameterConstraint(Mapped(constraint.ConstraintType, [.. function.GenericParameters])));
            }
        }

        function.ReturnType = Mapped(root.ReturnType, [.. function.GenericParameters]);
        function.Parameters.Add(new ParameterDefinition(_module.TypeSystem.Object));
        foreach (ParameterDefinition parameter in root.Parameters)
        {
            function.Parameters.Add(new ParameterDefinition(Mapped(parameter.ParameterType, [.. function.GenericParameters])));
        }

        Holder().Methods.Add(function);
        WriteBody(root, function);
        return function;
    }

    private void WriteBody(MethodDefinition root, MethodDefinition function)
    {
        ILProcessor code = function.Body.GetILProcessor();
        foreach ((TypeDefinition type, MethodDefinition method) in Implementations(root))
        {
            if (type.HasGenericParameters || method.DeclaringType.HasGenericParameters)
            {
                throw new InvalidDataException(
                    $"{method.FullName} is generic, virtual and of a generic type: move its type parameter there");
            }

            ILInstruction next = code.Create(OpCodes.Nop);
            code.Emit(OpCodes.Ldarg_0);
            code.Emit(OpCodes.Isinst, type);
            code.Emit(OpCodes.Brfalse, next);
            code.Emit(OpCodes.Ldarg_0);
            code.Emit(type.IsValueType ? OpCodes.Unbox : OpCodes.Castclass, type);
            foreach (ParameterDefinition parameter in function.Parameters.Skip(1))
            {
                code.Emit(OpCodes.Ldarg, parameter);
            }

            // A method that implements the interface may be virtual itself.
            bool isFurther = root.DeclaringType.IsInterface && !method.DeclaringType.IsInterface && !type.IsValueType && !method.IsFinal;
            GenericInstanceMethod target = new(isFurther ? FunctionOf(Root(method)) : method);
            foreach (GenericParameter parameter in function.GenericParameters)
            {
                target.GenericArguments.Add(parameter);
            }

            code.Emit(OpCodes.Call, target);
            code.Emit(OpCodes.Ret);
            code.Append(next);
        }

        // No object: as a call through it does. Anything else there is not.
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Callvirt, new MethodReference("ToString", _module.TypeSystem.String, _object) { HasThis = true });
        code.Emit(OpCodes.Pop);
        code.Emit(OpCodes.Ldnull);
        code.Emit(OpCodes.Throw);
        function.Body.OptimizeMacros();
    }

    // Heirs before what they inherit from.
    private IEnumerable<(TypeDefinition Type, MethodDefinition Method)> Implementations(MethodDefinition root)
    {
        if (!root.DeclaringType.IsInterface)
        {
            return _types.SelectMany(type => type.Methods)
                .Where(method => method is { IsVirtual: true, IsAbstract: false, HasGenericParameters: true } && Root(method) == root)
                .Select(method => (method.DeclaringType, method));
        }

        var classes = _types.Where(type => !type.IsInterface && Implements(type, root.DeclaringType))
            .Select(type => (Type: type, Method: OfClass(type, root)))
            .Where(pair => pair.Method is not null)
            .Select(pair => (pair.Type, pair.Method!));
        var interfaces = _types.Where(type => type.IsInterface)
            .OrderByDescending(type => type.Interfaces.Count)
            .SelectMany(type => type.Methods)
            .Where(method => !method.IsAbstract && (method == root || method.Overrides.Any(over => Known(over) == root)))
            .Select(method => (method.DeclaringType, method));
        return classes.Concat(interfaces);
    }

    private MethodDefinition? OfClass(TypeDefinition type, MethodDefinition root)
    {
        for (TypeDefinition? at = type; at is not null; at = Known(at.BaseType))
        {
            MethodDefinition? found = at.Methods.FirstOrDefault(method => method.Overrides.Any(over => Known(over) == root))
                ?? at.Methods.FirstOrDefault(method => method.IsPublic && method.IsVirtual && IsAlike(method, root));
            if (found is not null)
            {
                return found;
            }
        }

        return null;
    }

    // Where the method was declared first.
    private MethodDefinition Root(MethodDefinition method)
    {
        MethodDefinition root = method;
        for (TypeDefinition? at = Known(method.DeclaringType.BaseType); at is not null && !root.IsNewSlot; at = Known(at.BaseType))
        {
            root = at.Methods.FirstOrDefault(other => other.IsVirtual && IsAlike(other, method)) ?? root;
        }

        return root;
    }

    private static bool IsAlike(MethodDefinition method, MethodDefinition other) =>
        method.Name == other.Name
        && method.GenericParameters.Count == other.GenericParameters.Count
        && method.Parameters.Count == other.Parameters.Count
        && method.Parameters.Zip(other.Parameters).All(pair => Text(pair.First, method) == Text(pair.Second, other));

    // Type parameters by place: their names may differ.
    private static string Text(ParameterDefinition parameter, MethodDefinition method)
    {
        List<TypeReference> places = [.. method.GenericParameters
            .Select(p => new TypeReference("", "!!" + p.Position, method.Module, method.Module))];
        return Mapped(parameter.ParameterType, places).FullName;
    }

    private static bool Implements(TypeDefinition type, TypeDefinition wanted) =>
        type.Interfaces.Any(offered => offered.InterfaceType == wanted);

    private TypeDefinition? Known(TypeReference? type) => type as TypeDefinition;

    // Of this assembly, and generic.
    private static MethodDefinition? Known(MethodReference method) =>
        method.GetElementMethod() is MethodDefinition { HasGenericParameters: true } known ? known : null;

    private int Depth(TypeDefinition type) => Known(type.BaseType) is { } parent ? 1 + Depth(parent) : 0;

    private TypeDefinition Holder()
    {
        if (_holder is null)
        {
            _holder = new TypeDefinition(
                "",
                "<GenericVirtuals>",
                TypeAttributes.Abstract | TypeAttributes.Sealed | TypeAttributes.BeforeFieldInit,
                _object);
            _module.Types.Add(_holder);
        }

        return _holder;
    }

    // With the method's type parameters replaced.
    private static TypeReference Mapped(TypeReference type, IReadOnlyList<TypeReference> arguments) => type switch
    {
        GenericParameter { Type: GenericParameterType.Method } parameter => arguments[parameter.Position],
        ByReferenceType reference => new ByReferenceType(Mapped(reference.ElementType, arguments)),
        PointerType pointer => new PointerType(Mapped(pointer.ElementType, arguments)),
        ArrayType array => new ArrayType(Mapped(array.ElementType, arguments), array.Rank),
        RequiredModifierType modified => new RequiredModifierType(modified.ModifierType, Mapped(modified.ElementType, arguments)),
        GenericInstanceType generic => Instance(generic, arguments),
        _ => type,
    };

    private static GenericInstanceType Instance(GenericInstanceType generic, IReadOnlyList<TypeReference> arguments)
    {
        GenericInstanceType made = new(generic.ElementType);
        foreach (TypeReference argument in generic.GenericArguments)
        {
            made.GenericArguments.Add(Mapped(argument, arguments));
        }

        return made;
    }
}
