Console.Error.WriteLine("wasmrun: no verbs yet");
return 2;
