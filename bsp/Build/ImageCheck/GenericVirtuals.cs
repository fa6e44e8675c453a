// Generic virtual methods, which .NET finds at run time. Before a program is compiled ahead of time, each call of one becomes the call
// of a function that tests the object's type and calls the method of that class. All classes of the program and its libraries are known
// here; the functions are in the program's assembly, also for calls of its libraries.

using System.Collections.Generic;
using System.IO;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;
using ILInstruction = Mono.Cecil.Cil.Instruction;

namespace RustKernel.Build.ImageCheck;

/// <summary>Rewrites the calls of a program and its libraries.</summary>
internal sealed class GenericVirtuals
{
    private readonly ProgramAssemblies _assemblies;
    private readonly ModuleDefinition _program;
    private readonly Dictionary<MethodDefinition, MethodDefinition> _functions = [];
    private readonly List<TypeDefinition> _types;
    private TypeDefinition? _holder;

    private GenericVirtuals(ProgramAssemblies assemblies)
    {
        _assemblies = assemblies;
        _program = assemblies.Program;
        _types = [.. assemblies.Modules.SelectMany(module => module.GetTypes()).OrderByDescending(Depth)];
    }

    /// <summary>Writes <paramref name="program"/> and its libraries into <paramref name="folder"/>, with symbols.</summary>
    internal static void Rewrite(string program, IEnumerable<string> libraries, string folder)
    {
        using ProgramAssemblies assemblies = new(program, libraries);
        new GenericVirtuals(assemblies).RewriteCalls();
        assemblies.Write(folder);
    }

    private void RewriteCalls()
    {
        // Collected before the functions exist, which are not rewritten.
        List<MethodDefinition> methods = [.. _types.SelectMany(type => type.Methods).Where(method => method.HasBody)];
        foreach (MethodDefinition method in methods)
        {
            bool isAny = false;
            foreach (ILInstruction call in method.Body.Instructions.ToList())
            {
                isAny |= call.OpCode == OpCodes.Callvirt ? RewriteCall(method, call)
                    : call.OpCode == OpCodes.Ldvirtftn && RewriteDelegate(method, call);
            }

            if (isAny)
            {
                _assemblies.SetChanged(method.Module);
                _assemblies.SetChanged(_program);
            }
        }
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

        GenericInstanceMethod function = Function(caller.Module, called, target);
        if (constraint is not null)
        {
            BoxReceiver(caller, called, constraint);
        }

        call.OpCode = OpCodes.Call;
        call.Operand = function;
        return true;
    }

    // A delegate's method is looked up in an object that is on the stack twice: the look-up becomes one of the function, with the
    // object as its first argument. The call of ToString throws for a null object.
    private bool RewriteDelegate(MethodDefinition caller, ILInstruction lookUp)
    {
        if (lookUp.Operand is not GenericInstanceMethod called || Known(called) is not { IsVirtual: true, IsStatic: false } target)
        {
            return false;
        }

        ILProcessor code = caller.Body.GetILProcessor();
        ILInstruction pop = code.Create(OpCodes.Pop);
        code.InsertAfter(lookUp, pop);
        code.InsertAfter(pop, code.Create(OpCodes.Ldftn, Function(caller.Module, called, target)));
        (lookUp.OpCode, lookUp.Operand) = (OpCodes.Callvirt, ToText(caller.Module));
        return true;
    }

    // The function for a call, with the type arguments of the method's declaring class and those of the call.
    private GenericInstanceMethod Function(ModuleDefinition caller, GenericInstanceMethod called, MethodDefinition target)
    {
        MethodDefinition root = Root(target);
        MethodDefinition made = FunctionOf(root);
        GenericInstanceMethod function = new(caller == _program ? made : caller.ImportReference(made));
        foreach (TypeReference argument in Seen(called.ElementMethod.DeclaringType, root.DeclaringType)!.Concat(called.GenericArguments))
        {
            function.GenericArguments.Add(Of(caller, argument));
        }

        return function;
    }

    // The receiver's address lies below the arguments: they are saved, and the address becomes an object.
    private void BoxReceiver(MethodDefinition caller, GenericInstanceMethod called, ILInstruction constraint)
    {
        ILProcessor code = caller.Body.GetILProcessor();
        TypeReference receiver = (TypeReference)constraint.Operand;
        List<VariableDefinition> arguments = [];
        foreach (ParameterDefinition parameter in called.ElementMethod.Parameters)
        {
            VariableDefinition argument = new(
                Of(
                    caller.Module,
                    Mapped(parameter.ParameterType, Arguments(called.ElementMethod.DeclaringType), [.. called.GenericArguments])));
            arguments.Add(argument);
            caller.Body.Variables.Add(argument);
        }

        List<ILInstruction> added = [.. Enumerable.Reverse(arguments).Select(argument => code.Create(OpCodes.Stloc, argument))];
        added.Add(code.Create(OpCodes.Ldobj, receiver));
        added.Add(code.Create(OpCodes.Box, receiver));
        added.AddRange(arguments.Select(argument => code.Create(OpCodes.Ldloc, argument)));

        // A jump to the call lands on the constraint, so the constraint stays, as the first of the new instructions.
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
            _program.TypeSystem.Void);
        _functions.Add(root, function);
        List<GenericParameter> all = [.. root.DeclaringType.GenericParameters, .. root.GenericParameters];
        foreach (GenericParameter parameter in all)
        {
            function.GenericParameters.Add(
                new GenericParameter(parameter.Name, function)
                {
                    Attributes = parameter.Attributes & ~GenericParameterAttributes.VarianceMask
                });
        }

        (IReadOnlyList<TypeReference> ofClass, IReadOnlyList<TypeReference> ofMethod) = Parts(root, function);
        foreach ((GenericParameter parameter, GenericParameter own) in all.Zip(function.GenericParameters))
        {
            foreach (GenericParameterConstraint constraint in parameter.Constraints)
            {
                own.Constraints.Add(new GenericParameterConstraint(Own(Mapped(constraint.ConstraintType, ofClass, ofMethod))));
            }
        }

        function.ReturnType = Own(Mapped(root.ReturnType, ofClass, ofMethod));
        function.Parameters.Add(new ParameterDefinition(_program.TypeSystem.Object));
        foreach (ParameterDefinition parameter in root.Parameters)
        {
            function.Parameters.Add(new ParameterDefinition(Own(Mapped(parameter.ParameterType, ofClass, ofMethod))));
        }

        Holder().Methods.Add(function);
        WriteBody(root, function);
        return function;
    }

    // The function's type parameters: those of the class, those of the method.
    private static (IReadOnlyList<TypeReference> OfClass, IReadOnlyList<TypeReference> OfMethod) Parts(
        MethodDefinition root,
        MethodDefinition function)
    {
        int count = root.DeclaringType.GenericParameters.Count;
        return ([.. function.GenericParameters.Take(count)], [.. function.GenericParameters.Skip(count)]);
    }

    private void WriteBody(MethodDefinition root, MethodDefinition function)
    {
        ILProcessor code = function.Body.GetILProcessor();
        foreach ((TypeDefinition type, MethodDefinition method) in Implementations(root))
        {
            WriteCase(code, root, function, type, method);
        }

        // A null object: throws, as a call through it does. There is no other case.
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Callvirt, ToText(_program));
        code.Emit(OpCodes.Pop);
        code.Emit(OpCodes.Ldnull);
        code.Emit(OpCodes.Throw);
        function.Body.OptimizeMacros();
    }

    private static MethodReference ToText(ModuleDefinition module) =>
        new("ToString", module.TypeSystem.String, ObjectOf(module)) { HasThis = true };

    // Cecil does not know our core library's name.
    private static TypeReference ObjectOf(ModuleDefinition module) =>
        module.GetTypeReferences().FirstOrDefault(type => type.FullName == "System.Object") ?? module.TypeSystem.Object;

    // If the object is of the type: calls its method.
    private void WriteCase(ILProcessor code, MethodDefinition root, MethodDefinition function, TypeDefinition type, MethodDefinition method)
    {
        (IReadOnlyList<TypeReference> ofClass, IReadOnlyList<TypeReference> ofMethod) = Parts(root, function);
        TypeReference made = Made(type, ArgumentsOf(type, method, root, ofClass));
        ILInstruction next = code.Create(OpCodes.Nop);
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Isinst, Own(made));
        code.Emit(OpCodes.Brfalse, next);
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(type.IsValueType ? OpCodes.Unbox : OpCodes.Castclass, Own(made));

        // A method that implements the interface may be virtual itself.
        bool isFurther = root.DeclaringType.IsInterface && !method.DeclaringType.IsInterface && !type.IsValueType && !method.IsFinal;
        MethodDefinition target = isFurther ? Root(method) : method;
        IReadOnlyList<TypeReference> ofTarget = Seen(made, target.DeclaringType)!;
        foreach ((ParameterDefinition parameter, ParameterDefinition wanted) in function.Parameters.Skip(1).Zip(target.Parameters))
        {
            code.Emit(OpCodes.Ldarg, parameter);
            Convert(code, parameter.ParameterType, Mapped(wanted.ParameterType, ofTarget, ofMethod));
        }

        GenericInstanceMethod call = new(isFurther ? FunctionOf(target) : Of(Made(target.DeclaringType, ofTarget), target));
        foreach (TypeReference argument in isFurther ? ofTarget.Concat(ofMethod) : ofMethod)
        {
            call.GenericArguments.Add(Own(argument));
        }

        code.Emit(OpCodes.Call, call);
        Convert(code, Mapped(target.ReturnType, ofTarget, ofMethod), function.ReturnType);
        code.Emit(OpCodes.Ret);
        code.Append(next);
    }

    // Different types for the compiler, but always the same at run time.
    private void Convert(ILProcessor code, TypeReference from, TypeReference to)
    {
        if (from.FullName != to.FullName && !from.IsByReference && !from.IsPointer)
        {
            code.Emit(OpCodes.Box, Named(from));
            code.Emit(OpCodes.Unbox_Any, Named(to));
        }
    }

    // A core type, under the name of our core library.
    private TypeReference Named(TypeReference type) => IsCore(type)
        ? new TypeReference(type.Namespace, type.Name, _program, ObjectOf(_program).Scope, type.IsValueType)
        : Own(type);

    private static bool IsCore(TypeReference type) =>
        type.IsPrimitive || type.MetadataType is MetadataType.String or MetadataType.Object or MetadataType.Void;

    private TypeReference Own(TypeReference type) => Of(_program, type);

    // The type as the module's code names it; a signature encodes core types by number.
    private static TypeReference Of(ModuleDefinition module, TypeReference type) => type switch
    {
        GenericParameter => type,
        ByReferenceType reference => new ByReferenceType(Of(module, reference.ElementType)),
        PointerType pointer => new PointerType(Of(module, pointer.ElementType)),
        ArrayType array => new ArrayType(Of(module, array.ElementType), array.Rank),
        RequiredModifierType modified =>
            new RequiredModifierType(Of(module, modified.ModifierType), Of(module, modified.ElementType)),
        GenericInstanceType generic => Of(module, generic.ElementType).MakeGenericInstanceType(
            [.. generic.GenericArguments.Select(argument => Of(module, argument))]),
        _ => type.Module == module || IsCore(type) ? type : module.ImportReference(type),
    };

    // The arguments for the type's own parameters, given those of the class that declared the method.
    private List<TypeReference> ArgumentsOf(
        TypeDefinition type,
        MethodDefinition method,
        MethodDefinition root,
        IReadOnlyList<TypeReference> ofRoot)
    {
        List<TypeReference> seen = [.. Seen(Made(type, [.. type.GenericParameters]), root.DeclaringType)!];
        List<TypeReference> arguments = [];
        foreach (GenericParameter parameter in type.GenericParameters)
        {
            int place = seen.IndexOf(parameter);
            arguments.Add(place >= 0 ? ofRoot[place] : throw new InvalidDataException(
                $"{method.FullName} is generic and virtual, and {type.FullName} has a type parameter that {root.DeclaringType.FullName} "
                    + "does not have: make it one of the method"));
        }

        return arguments;
    }

    // The type arguments of "wanted", a base of the type; null: it is no base.
    private List<TypeReference>? Seen(TypeReference type, TypeDefinition wanted)
    {
        if (Known(type) is not { } known)
        {
            return null;
        }

        IReadOnlyList<TypeReference> arguments = Arguments(type);
        if (known == wanted)
        {
            return [.. arguments];
        }

        return known.Interfaces.Select(offered => offered.InterfaceType)
            .Prepend(known.BaseType)
            .Where(parent => parent is not null)
            .Select(parent => Seen(Mapped(parent, arguments, []), wanted))
            .FirstOrDefault(found => found is not null);
    }

    private static IReadOnlyList<TypeReference> Arguments(TypeReference type) =>
        type is GenericInstanceType generic ? [.. generic.GenericArguments] : [.. type.GenericParameters];

    private static TypeReference Made(TypeDefinition type, IReadOnlyList<TypeReference> arguments) =>
        arguments.Count == 0 ? type : type.MakeGenericInstanceType([.. arguments]);

    // The method as a member of a type with its arguments.
    private MethodReference Of(TypeReference type, MethodDefinition method)
    {
        if (type == method.DeclaringType && method.Module == _program)
        {
            return method;
        }

        MethodReference made = new(method.Name, Own(method.ReturnType), Own(type)) { HasThis = true };
        foreach (GenericParameter parameter in method.GenericParameters)
        {
            made.GenericParameters.Add(new GenericParameter(parameter.Name, made));
        }

        foreach (ParameterDefinition parameter in method.Parameters)
        {
            made.Parameters.Add(new ParameterDefinition(Own(parameter.ParameterType)));
        }

        return made;
    }

    // Derived types before their bases.
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
        TypeReference self = Made(type, [.. type.GenericParameters]);
        IReadOnlyList<TypeReference> ofRoot = Seen(self, root.DeclaringType)!;
        for (TypeDefinition? at = type; at is not null; at = Known(at.BaseType))
        {
            IReadOnlyList<TypeReference> here = Seen(self, at)!;
            MethodDefinition? found = at.Methods.FirstOrDefault(method => method.Overrides.Any(over => Known(over) == root))
                ?? at.Methods.FirstOrDefault(method => method.IsPublic && method.IsVirtual && IsAlike(method, here, root, ofRoot));
            if (found is not null)
            {
                return found;
            }
        }

        return null;
    }

    // Where the method was first declared.
    private MethodDefinition Root(MethodDefinition method)
    {
        MethodDefinition root = method;
        IReadOnlyList<TypeReference> own = [.. method.DeclaringType.GenericParameters];
        TypeReference self = Made(method.DeclaringType, own);
        for (TypeDefinition? at = Known(method.DeclaringType.BaseType); at is not null && !root.IsNewSlot; at = Known(at.BaseType))
        {
            IReadOnlyList<TypeReference> here = Seen(self, at)!;
            root = at.Methods.FirstOrDefault(other => other.IsVirtual && IsAlike(other, here, method, own)) ?? root;
        }

        return root;
    }

    // True for the same name and parameters, each with its class's type arguments.
    private static bool IsAlike(
        MethodDefinition method,
        IReadOnlyList<TypeReference> ofMethod,
        MethodDefinition other,
        IReadOnlyList<TypeReference> ofOther) =>
        method.Name == other.Name
        && method.GenericParameters.Count == other.GenericParameters.Count
        && method.Parameters.Count == other.Parameters.Count
        && method.Parameters.Zip(other.Parameters).All(pair => Text(pair.First, method, ofMethod) == Text(pair.Second, other, ofOther));

    // Type parameters by position: their names may differ.
    private static string Text(ParameterDefinition parameter, MethodDefinition method, IReadOnlyList<TypeReference> ofClass)
    {
        List<TypeReference> places = [.. method.GenericParameters
            .Select(p => new TypeReference("", "!!" + p.Position, method.Module, method.Module))];
        return Mapped(parameter.ParameterType, ofClass, places).FullName;
    }

    private bool Implements(TypeDefinition type, TypeDefinition wanted) =>
        type.Interfaces.Any(offered => Known(offered.InterfaceType) == wanted);

    private TypeDefinition? Known(TypeReference? type) => _assemblies.Find(type);

    // A generic method of one of these assemblies.
    private MethodDefinition? Known(MethodReference method) =>
        Known(method.DeclaringType) is not null && method.Resolve() is { HasGenericParameters: true } known ? known : null;

    private int Depth(TypeDefinition type) => Known(type.BaseType) is { } parent ? 1 + Depth(parent) : 0;

    private TypeDefinition Holder()
    {
        if (_holder is null)
        {
            _holder = new TypeDefinition(
                "",
                "<GenericVirtuals>",
                TypeAttributes.Abstract | TypeAttributes.Sealed | TypeAttributes.BeforeFieldInit,
                ObjectOf(_program));
            _program.Types.Add(_holder);
        }

        return _holder;
    }

    // With the type parameters of the class and of the method replaced.
    private static TypeReference Mapped(TypeReference type, IReadOnlyList<TypeReference> ofClass, IReadOnlyList<TypeReference> ofMethod) =>
        type switch
        {
            GenericParameter { Type: GenericParameterType.Method } parameter when parameter.Position < ofMethod.Count =>
                ofMethod[parameter.Position],
            GenericParameter { Type: GenericParameterType.Type } parameter when parameter.Position < ofClass.Count =>
                ofClass[parameter.Position],
            ByReferenceType reference => new ByReferenceType(Mapped(reference.ElementType, ofClass, ofMethod)),
            PointerType pointer => new PointerType(Mapped(pointer.ElementType, ofClass, ofMethod)),
            ArrayType array => new ArrayType(Mapped(array.ElementType, ofClass, ofMethod), array.Rank),
            RequiredModifierType modified =>
                new RequiredModifierType(modified.ModifierType, Mapped(modified.ElementType, ofClass, ofMethod)),
            GenericInstanceType generic => generic.ElementType.MakeGenericInstanceType(
                [.. generic.GenericArguments.Select(argument => Mapped(argument, ofClass, ofMethod))]),
            _ => type,
        };
}
