using System.Collections.Generic;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;

namespace RustKernel.Services.Generator;

/// <summary>
/// Writes the awaitable method <c>NameAsync</c> of a client: the arguments in order; a task of the error, of the one result, or of a tuple
/// of the results.
/// </summary>
internal static class AsyncWriter
{
    private const string Space = "global::RustKernel.Services.";
    private const string Error = "global::RustKernel.ErrorCode";
    private const string Tasks = "global::System.Threading.Tasks.";

    internal static void Write(StringBuilder text, OperationModel operation, uint label)
    {
        List<string> types = operation.Out.Select(parameter => WireType.Full(parameter.Type)).ToList();
        List<string> names = operation.Out.Select(parameter => parameter.Name).ToList();
        if (operation.Result is { } result)
        {
            types.Add(WireType.Full(result));
            names.Add("result");
        }

        string value = types.Count == 1
            ? types[0]
            : "(" + string.Join(", ", types.Zip(names, (type, name) => $"{type} {name}")) + ")";
        string returned = types.Count == 0 ? Error : $"global::RustKernel.Result<{value}>";
        string suffix = operation.IsTask ? string.Empty : "Async";
        text.Append($"    public {Tasks}Task<{returned}> {operation.Method.Name}{suffix}("
            + $"{ServiceWriter.Parameters(operation.In)})\n    {{\n        {Space}ServiceCall call_ = BeginCall();\n");
        string sent = operation.IsInWords ? WriteWords(text, operation, label) : WritePayload(text, operation, label);
        if (types.Count == 0 && operation.IsInWords)
        {
            text.Append($"        return {sent};\n    }}\n\n");
            return;
        }

        text.Append($"        return End(call_, {sent});\n\n        static async {Tasks}Task<{returned}> End("
            + $"{Space}ServiceCall call_, {Tasks}Task<{Error}> sent_)\n        {{\n            {Error} error_ = await sent_;\n");
        if (types.Count == 0)
        {
            text.Append($"            return error_ == {Error}.None ? call_.Finish() : error_;\n");
        }
        else
        {
            WriteResults(text, operation, value);
        }

        text.Append("        }\n    }\n\n");
    }

    private static string WriteWords(StringBuilder text, OperationModel operation, uint label)
    {
        int word = 0;
        foreach (IParameterSymbol parameter in operation.In)
        {
            ServiceWriter.Lines(text, WireType.PutWords(parameter.Type, ServiceWriter.Name(parameter), "call_.Words", ref word));
        }

        int results = Results(operation).Sum(WireType.Words);
        return $"call_.SendWords({label}u, {word}u, {results}u)";
    }

    private static string WritePayload(StringBuilder text, OperationModel operation, uint label)
    {
        text.Append($"        {Space}Payload payload_ = call_.Payload;\n        payload_.Clear();\n");
        foreach (IParameterSymbol parameter in operation.In)
        {
            ServiceWriter.Lines(
                text,
                WireType.Write(parameter.Type, ServiceWriter.Name(parameter), "payload_", "call_.", ServiceWriter.Most(parameter)));
        }

        return $"call_.Send({label}u, {(operation.MayReplyLong ? "true" : "false")}, {operation.HandlesOut})";
    }

    private static void WriteResults(StringBuilder text, OperationModel operation, string value)
    {
        text.Append($"            if (error_ != {Error}.None) return error_;\n");
        List<(ITypeSymbol Type, int Most)> results = operation.Out
            .Select(parameter => (parameter.Type, ServiceWriter.Most(parameter)))
            .Concat(operation.Result is null ? [] : [(operation.Result, operation.MostOfResult)])
            .ToList();
        int word = 0;
        int handle = 0;
        List<string> values = [];
        foreach ((ITypeSymbol type, int most) in results)
        {
            string read = operation.IsInWords ? WireType.GetWords(type, "call_.Words", ref word)
                : WireType.IsHandle(type) ? WireType.FromAny(type, $"call_.Taken({handle++})")
                : WireType.Read(type, "call_.Payload", most);
            values.Add($"value{values.Count}_");
            text.Append($"            {WireType.Full(type)} {values[values.Count - 1]} = {read};\n");
        }

        if (!operation.IsInWords)
        {
            text.Append($"            error_ = call_.Finish();\n            if (error_ != {Error}.None) return error_;\n");
        }

        string all = values.Count == 1 ? values[0] : $"({string.Join(", ", values)})";
        text.Append($"            return global::RustKernel.Result<{value}>.Ok({all});\n");
    }

    private static IEnumerable<ITypeSymbol> Results(OperationModel operation) =>
        operation.Out.Select(parameter => parameter.Type).Concat(operation.Result is null ? [] : [operation.Result]);
}
